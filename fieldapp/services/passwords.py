"""Passwords: argon2id, long enough, not one that everybody tries first (ASVS 6.2)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fieldapp.domain.errors import Invalid

LENGTH_MIN = 12
LENGTH_MAX = 128
#: zxcvbn slows down with length; what comes after adds to the strength anyhow.
_JUDGED_LENGTH = 40
_SCORE_MIN = 3

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def hash_of(password: str, person_words: tuple[str, ...] = ()) -> str:
    """The hash to store; raises `Invalid("password")` for one that is too easy or too long."""
    if len(password) < LENGTH_MIN:
        raise Invalid("password", "password-too-short", least=LENGTH_MIN)
    if len(password) > LENGTH_MAX:
        raise Invalid("password", "password-too-long", most=LENGTH_MAX)
    if _is_easy(password, person_words):
        raise Invalid("password", "password-too-common")
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether it is the right one; takes the same time when nobody has that address."""
    if len(password) > LENGTH_MAX:
        return False
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _is_easy(password: str, person_words: tuple[str, ...]) -> bool:
    # Its word lists take ten megabytes, in every process, and are needed once in a long while.
    from zxcvbn import zxcvbn

    verdict = zxcvbn(password[:_JUDGED_LENGTH], user_inputs=list(person_words), max_length=_JUDGED_LENGTH)
    return bool(verdict["score"] < _SCORE_MIN)
