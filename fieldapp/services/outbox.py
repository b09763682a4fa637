"""Messages that go out: written in the transaction of their cause, sent later, each on its own."""

import logging
import os
import smtplib
import socket
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from fieldapp.domain import ids
from fieldapp.domain.errors import NotFound
from fieldapp.notify import folder, mail, smtp
from fieldapp.notify.mail import Mail
from fieldapp.photos import for_mail
from fieldapp.services import photo_files
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import outbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.outbox import OutboxMessage

log = logging.getLogger("fieldapp.outbox")

#: How long after the first, second … failed try the next one comes; the last wait repeats.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
TRIES_MAX = 8
#: A worker that has said nothing for this long is taken for dead.
CLAIM_LASTS = timedelta(minutes=10)
_ERROR_MAX = 500
_REFUSED_FOR_GOOD = 500


@dataclass(frozen=True)
class Delivered:
    """What one round did."""

    sent_count: int = 0
    failed_count: int = 0


def post(session: Session, kind: str, key: str, letter: Mail, due_at: datetime, now: datetime) -> UUID | None:
    """Write a message in this unit of work; the same `key` twice is one message (None the second time).

    The sender is the municipality, as it is called now, and whoever answers the mail reaches its contact.
    """
    key = key[:160]
    if outbox.is_posted(key):
        return None
    town = the_municipality()
    frozen = replace(
        letter, sender_name=town.name, sender_email=town.contact_email, reply_to=town.contact_email
    )
    row = OutboxMessage(
        id=ids.new_id(), kind=kind, key=key, payload=frozen.as_payload(), created_at=now, due_at=due_at
    )
    session.add(row)
    session.flush()
    return row.id


def deliver_due(tools: Toolbox, worker: str | None = None) -> Delivered:
    """Send what is due, one message at a time; one that cannot be sent never holds up the others."""
    worker = worker or this_worker()
    sent_count = failed_count = 0
    for message_id in due_ids(tools):
        outcome = deliver_one(tools, message_id, worker)
        sent_count += outcome is True
        failed_count += outcome is False
    return Delivered(sent_count, failed_count)


def this_worker() -> str:
    """A name for this process among all that deliver."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{ids.new_code(6)}"


def due_ids(tools: Toolbox) -> list[UUID]:
    """What waits to be sent now, oldest first."""
    now = tools.clock.now()
    found = [message.id for message in outbox.due(now, now - CLAIM_LASTS)]
    db.session.rollback()
    return found


def deliver_one(tools: Toolbox, message_id: UUID, worker: str) -> bool | None:
    """Claim, send outside any transaction, mark. None when another worker has it."""
    payload = _claim(tools, message_id, worker)
    if payload is None:
        return None
    try:
        letter = Mail.from_payload(payload)
        _send(tools, message_id, letter)
    except Exception as error:  # whatever is wrong with one message stays with that message
        _failed(tools, message_id, worker, error)
        return False
    _sent(tools, message_id, worker, letter)
    return True


def _claim(tools: Toolbox, message_id: UUID, worker: str) -> dict[str, object] | None:
    now = tools.clock.now()
    with unit_of_work():
        if not outbox.claim(message_id, worker, now, now - CLAIM_LASTS):
            return None
        row = by_key(OutboxMessage, message_id)
        if row is None:
            return None
        if row.attempt_count > TRIES_MAX:
            # Its sending took the process down again and again.
            _give_up(row, now)
            return None
        return dict(row.payload)


def _send(tools: Toolbox, message_id: UUID, letter: Mail) -> None:
    host = tools.base_url.partition("://")[2]
    whole = mail.with_photos(letter, partial(_photo_bytes, tools))
    message = mail.message(whole, message_id, host, tools.clock.now())
    if tools.smtp_url is None:
        folder.write(mail_folder(tools), message_id, message)
    else:
        smtp.send(tools.smtp_url, message)


def _photo_bytes(tools: Toolbox, photo_id: str) -> bytes | None:
    """The 400 px picture; None where it has been taken away since the mail was written."""
    try:
        found = photo_files.open_photo(tools, UUID(photo_id), "small")
    except NotFound:
        return None
    finally:
        db.session.rollback()
    with found.file as file:
        return for_mail.as_jpeg(file)


def mail_folder(tools: Toolbox) -> Path:
    """Where mails lie that no server takes."""
    return tools.data_dir / "mail"


def _sent(tools: Toolbox, message_id: UUID, worker: str, letter: Mail) -> None:
    with unit_of_work():
        row = by_key(OutboxMessage, message_id)
        if row is not None and row.claimed_by == worker:
            row.sent_at, row.claimed_at, row.last_error = tools.clock.now(), None, ""
            if letter.is_secret or letter.is_forgotten:
                row.payload = _without_words(row.payload)


def _failed(tools: Toolbox, message_id: UUID, worker: str, error: Exception) -> None:
    now = tools.clock.now()
    with unit_of_work():
        row = by_key(OutboxMessage, message_id)
        if row is None or row.claimed_by != worker:
            return
        row.claimed_at = None
        row.last_error = f"{type(error).__name__}: {error}"[:_ERROR_MAX]
        row.due_at = now + BACK_OFF[min(row.attempt_count, len(BACK_OFF)) - 1]
        if row.attempt_count >= TRIES_MAX or _is_hopeless(error):
            _give_up(row, now)
        log.warning("message %s failed, try %s: %s", message_id, row.attempt_count, type(error).__name__)


def _give_up(row: OutboxMessage, now: datetime) -> None:
    row.dead_at, row.claimed_at = now, None
    if row.payload.get("is_secret") or row.payload.get("is_forgotten"):
        row.payload = _without_words(row.payload)


def _is_hopeless(error: Exception) -> bool:
    """An address that is none, or that its server refuses for good, is not tried for days."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _REFUSED_FOR_GOOD for code, _ in error.recipients.values())
    return isinstance(error, mail.BadAddress)


def _without_words(payload: dict[str, object]) -> dict[str, object]:
    return {} if payload.get("is_forgotten") else {**payload, "text": "", "html": ""}
