"""The coordinator's list in words: why a row is there, and the one verb that takes it further."""

from dataclasses import dataclass

from flask import url_for

from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services.needs import Kind, Need
from fieldapp.web.language import gettext as _
from fieldapp.web.language import ngettext
from fieldapp.web.wording import Chip, ticket_chip


@dataclass(frozen=True)
class Verb:
    """The button of a row."""

    words: str
    icon: str
    url: str


def chip(kind: Kind) -> Chip:
    """The same chip as on the ticket; what is nobody's yet has one of its own."""
    return {
        Kind.UNANSWERED: ticket_chip(S.SENT, is_silent=True),
        Kind.LATE: ticket_chip(S.ACCEPTED, is_late=True),
        Kind.BOUNCED: ticket_chip(S.BOUNCED),
        Kind.CONTESTED: ticket_chip(S.CONTESTED),
        Kind.REOPENED: ticket_chip(S.REOPENED),
        Kind.NOBODYS: Chip("circle-help", _("Utan ansvarig"), "amber"),
    }[kind]


def verb(need: Need) -> Verb:
    """Ring whoever was asked in writing twice and has a number; everything else is done on the ticket."""
    ticket = url_for("tickets.show", ticket_id=need.ticket_id)
    if need.kind is Kind.UNANSWERED and need.phone and need.asked_count >= 2:
        digits = "".join(character for character in need.phone if character in "+0123456789")
        return Verb(_("Ring"), "phone", f"tel:{digits}")
    words, icon = {
        Kind.UNANSWERED: (_("Påminn"), "send"),
        Kind.LATE: (_("Påminn"), "send"),
        Kind.BOUNCED: (_("Välj ansvarig"), "user-search"),
        Kind.CONTESTED: (_("Välj besked"), "git-merge"),
        Kind.REOPENED: (_("Skicka"), "send"),
        Kind.NOBODYS: (_("Välj ansvarig"), "user-search"),
    }[need.kind]
    return Verb(words, icon, ticket)


def asked(count: int) -> str:
    """How often the owner was asked, in words where they are few."""
    if count == 0:
        return ""
    if count == 1:
        return _("frågad en gång")
    return _("frågad två gånger") if count == 2 else _("frågad {count} gånger").format(count=count)


def days(count: int) -> str:
    if count == 0:
        return _("i dag")
    return ngettext("{count} dag", "{count} dagar", count).format(count=count)
