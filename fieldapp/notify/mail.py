"""A letter as data, frozen when its cause happens, and the e-mail message made of it when it leaves."""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any, cast
from uuid import UUID

from fieldapp.domain.text import one_line

SUBJECT_MAX = 200


class BadAddress(ValueError):
    """An address that no mail can go to."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes along; `kind` is its media type, `cid` what the HTML calls a picture that it shows.

    `photo` is the id of a photo whose bytes are put in when the mail leaves: until then there are none.
    """

    name: str
    kind: str
    content: bytes = b""
    cid: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Mail:
    """What one person gets to read: plain text, and the same words as simple HTML."""

    to: str
    subject: str
    text: str
    html: str
    language: str = "sv"
    sender_name: str = ""
    sender_email: str = ""
    #: A mailbox that somebody reads: where an answer to the mail itself goes.
    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()
    #: The words hold a way in: they are forgotten once the mail has left.
    is_secret: bool = False
    #: Nothing of it is kept once it has left, nor to whom it went.
    is_forgotten: bool = False
    #: Where one button stops all mails of this kind; the reader's own program may press it (RFC 8058).
    stop_link: str = ""

    def as_payload(self) -> dict[str, Any]:
        """As JSON keeps it."""
        files = [{**each.__dict__, "content": b64encode(each.content).decode()} for each in self.attachments]
        return {**self.__dict__, "attachments": files}

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "Mail":
        """Back from JSON; raises `TypeError`, `KeyError` or `ValueError` for anything else."""
        files = tuple(
            Attachment(**{**each, "content": b64decode(each["content"])})
            for each in payload.get("attachments", ())
        )
        return cls(**{**payload, "attachments": files})


def message(mail: Mail, message_id: UUID, host: str, date: datetime) -> EmailMessage:
    """The e-mail message. The same id gives the same Message-ID, so that a repeat is known as one.

    Nothing that a person typed can add a header: names and subjects are brought to one line, addresses
    are taken apart, and what is left of a line break raises `ValueError`.
    """
    result = EmailMessage(policy=SMTP)
    result["From"] = address(mail.sender_email or f"fieldapp@{_domain(host)}", mail.sender_name)
    result["To"] = address(mail.to)
    if mail.reply_to:
        result["Reply-To"] = address(mail.reply_to, mail.sender_name)
    result["Subject"] = one_line(mail.subject)[:SUBJECT_MAX]
    result["Date"] = format_datetime(date)
    result["Message-ID"] = f"<{message_id}@{_domain(host)}>"
    result["Auto-Submitted"] = "auto-generated"
    if mail.stop_link:
        result["List-Unsubscribe"] = f"<{one_line(mail.stop_link)}>"
        result["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    result.set_content(mail.text)
    result.add_alternative(mail.html, subtype="html")
    html = cast(EmailMessage, cast(list[Message], result.get_payload())[-1])
    result["Content-Language"] = mail.language
    for each in mail.attachments:
        main, _, sub = each.kind.partition("/")
        named: dict[str, Any] = {"maintype": main, "subtype": sub, "filename": one_line(each.name)}
        if each.cid:
            html.add_related(each.content, cid=f"<{one_line(each.cid)}>", disposition="inline", **named)
        else:
            result.add_attachment(each.content, **named)
    return result


def with_photos(mail: Mail, bytes_of: Callable[[str], bytes | None]) -> Mail:
    """The mail with the bytes of its photos; one that is no longer there is left out of words and files."""
    files, html = [], mail.html
    for each in mail.attachments:
        content = bytes_of(each.photo) if each.photo else each.content
        if content is None:
            html = re.sub(rf'<img\b[^>]*\bsrc="cid:{re.escape(each.cid)}"[^>]*>', "", html)
        else:
            files.append(replace(each, content=content))
    return replace(mail, html=html, attachments=tuple(files))


def address(email: str, name: str = "") -> Address:
    """An address with its quoted name; raises `BadAddress`."""
    if not email.isascii() or not email.isprintable() or " " in email or email.count("@") != 1:
        raise BadAddress(email[:80])
    try:
        found = Address(display_name=one_line(name), addr_spec=email)
    except Exception as error:  # the parser raises errors of many kinds
        raise BadAddress(email[:80]) from error
    if not found.username or "." not in found.domain or found.domain.startswith((".", "-")):
        raise BadAddress(email[:80])
    return found


def _domain(host: str) -> str:
    """The host without its port, as the right side of an address."""
    name = host.rsplit(":", 1)[0] if host.count(":") == 1 else host
    is_a_name = "." in name and not name.startswith("[") and not name.replace(".", "").isdecimal()
    return name if is_a_name else "fieldapp.invalid"
