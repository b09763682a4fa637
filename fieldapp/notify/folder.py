"""Mails as .eml files in a folder, for an installation without a mail server: durable, one file a message."""

import os
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID


def write(folder: Path, message_id: UUID, message: EmailMessage) -> Path:
    """Keep the message as `<message_id>.eml`; the same one again takes the place of the first.

    Raises `OSError`, and then no file with that name has appeared.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A folder whose own name is lost takes its mails with it.
        _sync(folder.parent)
    final = folder / f"{message_id}.eml"
    temporary = folder / f".{message_id}.{os.getpid()}.tmp"
    try:
        with temporary.open("wb") as file:
            file.write(message.as_bytes())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(final)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync(folder)
    return final


def is_writable(folder: Path) -> bool:
    """Whether a mail could be written now."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
