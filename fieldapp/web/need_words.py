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
        Kind.BY_HAND: ticket_chip(S.HANDED_OVER),
        Kind.UNREACHED: Chip("circle-alert", _("Nås inte"), "amber"),
        Kind.NOBODYS: Chip("circle-help", _("Utan ansvarig"), "amber"),
        Kind.UNSENT: Chip("circle-dashed", _("Inte skickat"), "amber"),
    }[kind]


def verb(need: Need) -> Verb:
    """Ring whoever was asked in writing twice and has a number; everything else is done on the ticket."""
    ticket = address(need)
    if need.can_be_called and need.phone and (need.asked_count >= 2 or need.kind is Kind.UNREACHED):
        digits = "".join(character for character in need.phone if character in "+0123456789")
        return Verb(_("Ring"), "phone", f"tel:{digits}")
    words, icon = {
        Kind.UNANSWERED: (_("Visa"), "list"),
        Kind.LATE: (_("Visa"), "list"),
        Kind.BY_HAND: (_("Visa"), "list"),
        Kind.UNREACHED: (_("Visa"), "list"),
        Kind.UNSENT: (_("Skicka"), "send"),
        Kind.BOUNCED: (_("Välj ansvarig"), "user-search"),
        Kind.CONTESTED: (_("Välj besked"), "git-merge"),
        Kind.REOPENED: (_("Skicka"), "send"),
        Kind.NOBODYS: (_("Välj ansvarig"), "user-search"),
    }[need.kind]
    return Verb(words, icon, ticket)


def address(need: Need) -> str:
    """Where the row leads: its ticket, or the list of all that the row stands for."""
    if need.kind is Kind.UNREACHED:
        return url_for("tickets.overview", owner=need.owner_id, group="open")
    if need.ticket_id is None:
        return url_for("tickets.overview", owner=need.owner_id)
    return url_for("tickets.show", ticket_id=need.ticket_id)


def title(need: Need) -> str:
    """What a row that stands for several is about."""
    if need.kind is Kind.UNREACHED:
        return _("Mejlen kommer inte fram") if need.title else _("Ingen e-postadress")
    counted = {
        Kind.UNANSWERED: ngettext("{count} ärende utan svar", "{count} ärenden utan svar", need.count),
        Kind.LATE: ngettext("{count} ärende är sent", "{count} ärenden är sena", need.count),
        Kind.BY_HAND: ngettext("{count} ärende att fråga om", "{count} ärenden att fråga om", need.count),
    }
    return counted[need.kind].format(count=need.count)


def below(need: Need) -> str:
    """The line under the title of such a row."""
    if need.kind is Kind.UNREACHED:
        waiting = ngettext("{count} ärende väntar", "{count} ärenden väntar", need.count).format(
            count=need.count
        )
        return " · ".join(part for part in (need.title, waiting) if part)
    return _("Ett samtal räcker för alla.")


def called(need: Need) -> str:
    """The button that says it is done."""
    return _("Jag har frågat") if need.kind is Kind.BY_HAND else _("Jag har ringt")


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
