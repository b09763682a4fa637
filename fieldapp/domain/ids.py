"""Identities: UUIDv7 for things, random words and tokens for secrets."""

import hashlib
import secrets
import threading
import time
from uuid import UUID

# Letters and digits that are not mistaken for one another, spoken or read in the dark.
PLAIN_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562) that only grows within this process, also when the clock is set back."""
    global _last_ms, _counter
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms, _counter = now_ms, secrets.randbits(11)
        else:
            _counter += 1
            if _counter > 0xFFF:
                _last_ms, _counter = _last_ms + 1, 0
        value = (_last_ms << 80) | (0x7 << 76) | (_counter << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def new_token() -> str:
    """256 random bits for cookies and links."""
    return secrets.token_urlsafe(32)


def new_code(length: int) -> str:
    """A code that people read aloud or type: `length` letters without look-alikes."""
    return "".join(secrets.choice(PLAIN_LETTERS) for _ in range(length))


def fingerprint(token: str) -> str:
    """What is stored of a token: its SHA-256, never the token."""
    return hashlib.sha256(token.encode()).hexdigest()
