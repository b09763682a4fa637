"""An owner's answer without an account: one act by link, or the same for several, told as such."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import DomainError, NotFound
from fieldapp.domain.sentences import PublicSentence
from fieldapp.services import form_photos, owner_items, owner_links
from fieldapp.services.owner_items import OwnerPage
from fieldapp.services.ticketing import answers, changing, history, taking_back
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.history import LINK, Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import tickets
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.tickets import OwnerLink, Ticket


@dataclass(frozen=True)
class Reply:
    """What the reader answers; `version` is the ticket's as the reader saw it."""

    change: TicketChange
    photo: IO[bytes] | None = None


def read(tools: Toolbox, token: str) -> OwnerPage:
    """What the link shows. Opening it changes nothing, however often mail scanners do.

    Raises `NotFound` or `LinkOver`.
    """
    return owner_items.page_of(tools, owner_links.open_link(tools, token))


def answer(tools: Toolbox, token: str, ticket_id: UUID, reply: Reply) -> None:
    """Answer one ticket of the mail.

    Raises `NotFound`, `LinkOver`, `Conflict` when the ticket was changed since it was read, what
    `changing.change` and `form_photos.keeping` raise.
    """
    link = owner_links.open_link(tools, token)
    access.require(owner_links.reader_of(link), "ticket.answer")
    if ticket_id not in {row.id for row in owner_links.still_theirs(link)}:
        raise NotFound("ticket")
    # A picture takes seconds to decode: nobody waits for this reading meanwhile.
    db.session.rollback()
    with form_photos.keeping(tools, reply.photo) as kept, unit_of_work():
        link, ticket = again(tools, token, ticket_id)
        before = taking_back.columns_of(ticket)
        photo = form_photos.add_to_ticket(tools, kept, ticket.id, link.id)
        wanted = replace(reply.change, has_photo=photo is not None)
        changing.apply(tools, ticket, wanted, act_of(tools, link))
        _remember(ticket, before, {"photo": str(photo.id)} if photo is not None else {})


def answer_several(tools: Toolbox, token: str, changes: Mapping[UUID, TicketChange]) -> list[UUID]:
    """The same answer for several tickets; returns those that it no longer fitted, which stay as they were.

    Raises `NotFound` where one is not the mail's, or `LinkOver`.
    """
    refused: list[UUID] = []
    with unit_of_work() as session:
        link = owner_links.open_link(tools, token)
        access.require(owner_links.reader_of(link), "ticket.answer")
        rows = {row.id: row for row in owner_links.still_theirs(link)}
        act = act_of(tools, link, together=str(ids.new_id()))
        for ticket_id, wanted in changes.items():
            if ticket_id not in rows:
                raise NotFound("ticket")
            ticket = rows[ticket_id]
            before = taking_back.columns_of(ticket)
            try:
                with session.begin_nested():
                    changing.apply(tools, ticket, wanted, act)
                    _remember(ticket, before, {})
            except DomainError:
                refused.append(ticket_id)
    return refused


def sentence_of(wanted: TicketChange, owner: str) -> PublicSentence | None:
    """The public sentence of an answer that is not sent yet; raises `Invalid`."""
    day = wanted.answer_by.isoformat() if wanted.answer_by else None
    return answers.parse(wanted.sentence, {"when": wanted.planned_for, "date": day, "owner": owner})


def again(tools: Toolbox, token: str, ticket_id: UUID) -> tuple[OwnerLink, Ticket]:
    """Link and ticket as the database holds them now, inside the unit of work."""
    link = owner_links.open_link(tools, token)
    ticket = next((row for row in owner_links.still_theirs(link) if row.id == ticket_id), None)
    if ticket is None:
        raise NotFound("ticket")
    return link, ticket


def act_of(tools: Toolbox, link: OwnerLink, **besides: str) -> Act:
    """The reader's act by this link, with the day of the mail that the link came in."""
    act = history.act_of(tools, owner_links.reader_of(link), LINK)
    return replace(act, besides={"link_made_on": local_day(link.made_at).isoformat(), **besides})


def _remember(ticket: Ticket, before: dict[str, Any], brought: dict[str, str]) -> None:
    """Keep in the act's own line of history what it takes to undo it."""
    event = tickets.events_of(ticket.id)[0]
    was = taking_back.changed_since(before, ticket)
    event.details = {**event.details, "undo": {"was": was, "version": ticket.version, **brought}}
