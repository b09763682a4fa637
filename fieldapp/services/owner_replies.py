"""An owner's answer without an account: one act by link, told as such, taken back within ten minutes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import IO, Any
from uuid import UUID

from fieldapp.domain import access
from fieldapp.domain.errors import Conflict, DomainError, NotFound
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.maps.print_map import draw_place_map
from fieldapp.services import form_photos, owner_items, owner_links, photo_files, redaction
from fieldapp.services.capture.photos import take_away
from fieldapp.services.owner_items import OwnerPage
from fieldapp.services.photo_files import PhotoFile
from fieldapp.services.ticketing import answers, changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.history import LINK, Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, photos, point_answers, tickets
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.owners import RoutingRule
from fieldapp.store.tickets import OwnerLink, Ticket, TicketEvent
from fieldapp.store.versions import take_version

S = TicketStatus
_MAP_SIZE = (256.0, 288.0)
#: What an answer can change in a ticket, and its undoing puts back. Days and moments are kept as ISO text.
_KEPT = ("planned_for", "due_because", "reason", "no_photo_reason", "answer", "answer_by")
_KEPT_DAYS = ("answer_due_on", "due_on")
_KEPT_MOMENTS = ("answered_at", "done_at")


class TooLate(DomainError):
    """The answer stands: ten minutes have passed, or somebody has gone on from it."""

    code = "too-late"


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
        link, ticket = _again(tools, token, ticket_id)
        act = history.act_of(tools, owner_links.reader_of(link), LINK)
        before = _before(ticket)
        photo = form_photos.add_to_ticket(tools, kept, ticket.id, link.id)
        if photo is not None:
            before["photo"] = str(photo.id)
        wanted = replace(reply.change, has_photo=photo is not None)
        changing.apply(tools, ticket, wanted, act)
        _remember(ticket, before)


def sentence_of(wanted: TicketChange, owner: str) -> PublicSentence | None:
    """The public sentence of an answer that is not sent yet; raises `Invalid`."""
    day = wanted.answer_by.isoformat() if wanted.answer_by else None
    return answers.parse(wanted.sentence, {"when": wanted.planned_for, "date": day, "owner": owner})


def undo(tools: Toolbox, token: str, ticket_id: UUID) -> None:
    """Take the last answer back: the ticket stands as before, and the history tells both.

    Raises `NotFound`, `LinkOver`, `TooLate`, or `Conflict`.
    """
    with unit_of_work():
        link, ticket = _again(tools, token, ticket_id)
        act = history.act_of(tools, owner_links.reader_of(link), LINK)
        event = owner_items.last_answer(ticket, act.at)
        if event is None or event.owner_id != link.owner_id:
            raise TooLate
        if not take_version(ticket, ticket.version):
            raise Conflict
        taken_away = _put_back(ticket, event, act)
    redaction.destroy_or_leave(tools, taken_away)


def photo(tools: Toolbox, token: str, photo_id: UUID, size: str) -> PhotoFile:
    """A picture of one of the mail's tickets, and no other; raises `NotFound` or `LinkOver`."""
    link = owner_links.open_link(tools, token)
    found = photos.find(photo_id)
    rows = owner_links.still_theirs(link)
    for row in rows if found is not None else []:
        points = observations.answered_by(row.id)
        stored = point_answers.stored_photos([point.id for point in points], [row.id])
        if photo_id in {one.id for one in owner_items.shown_pictures(points, row, stored)}:
            return photo_files.open_photo(tools, photo_id, size)
    raise NotFound("photo")


def map_of(tools: Toolbox, token: str, ticket_id: UUID, language: str, label: str) -> str:
    """A small SVG around the ticket's place; raises `NotFound` or `LinkOver`."""
    link = owner_links.open_link(tools, token)
    row = next((row for row in owner_links.still_theirs(link) if row.id == ticket_id), None)
    if row is None or row.lat is None or row.lon is None:
        raise NotFound("map")
    return draw_place_map(
        row.lat, row.lon, row.accuracy_m, tools.basemap, size=_MAP_SIZE, language=language, label=label
    )


def _again(tools: Toolbox, token: str, ticket_id: UUID) -> tuple[OwnerLink, Ticket]:
    """Link and ticket as the database holds them now, inside the unit of work."""
    link = owner_links.open_link(tools, token)
    ticket = next((row for row in owner_links.still_theirs(link) if row.id == ticket_id), None)
    if ticket is None:
        raise NotFound("ticket")
    return link, ticket


def _before(ticket: Ticket) -> dict[str, Any]:
    kept: dict[str, Any] = {name: getattr(ticket, name) for name in _KEPT}
    for name in _KEPT_MOMENTS:
        moment: datetime | None = getattr(ticket, name)
        kept[name] = moment.isoformat() if moment else None
    for name in _KEPT_DAYS:
        day: date | None = getattr(ticket, name)
        kept[name] = day.isoformat() if day else None
    kept["state"] = ticket.state.value
    return kept


def _remember(ticket: Ticket, before: dict[str, Any]) -> None:
    """Keep in the act's own line of history what it takes to undo it."""
    event = tickets.events_of(ticket.id)[0]
    event.details = {**event.details, "undo": {**before, "version": ticket.version}}


def _put_back(ticket: Ticket, event: TicketEvent, act: Act) -> list[UUID]:
    """The ticket as it was; returns the photo that came with the answer, if one did."""
    kept: dict[str, Any] = event.details["undo"]
    undone = ticket.state
    for name in _KEPT:
        setattr(ticket, name, kept[name])
    for name in _KEPT_MOMENTS:
        setattr(ticket, name, datetime.fromisoformat(kept[name]) if kept[name] else None)
    for name in _KEPT_DAYS:
        setattr(ticket, name, date.fromisoformat(kept[name]) if kept[name] else None)
    ticket.state = TicketStatus(kept["state"])
    photo_ids = [UUID(kept["photo"])] if kept.get("photo") else []
    for found in map(photos.find, photo_ids):
        if found is not None:
            take_away(found)
    rule = by_key(RoutingRule, ticket.rule_id) if undone is S.BOUNCED and ticket.rule_id else None
    if rule is not None:
        rule.bounced_count = max(0, rule.bounced_count - 1)
    history.touch(ticket)
    history.append(ticket, act, "undone", from_state=undone, details={"to": ticket.state.value})
    return photo_ids
