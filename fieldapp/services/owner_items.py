"""What an owner's reader sees: each ticket of the mail, with what can be answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fieldapp.domain import numbers, sentences, ticket_status
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import Party, TicketStatus
from fieldapp.services import owner_links, reviewed_pictures
from fieldapp.services.ticketing import changing
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, point_answers, tickets
from fieldapp.store.db import by_key
from fieldapp.store.municipality import the_municipality
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo
from fieldapp.store.tickets import OwnerLink, Ticket, TicketEvent
from fieldapp.store.walks import Walk

S = TicketStatus
#: How long an answer can be taken back, by the same owner's link.
UNDO_WITHIN = timedelta(minutes=10)
#: What a reader can answer, in the order in which it is offered.
ANSWERS = (S.PLANNED, S.DONE, S.INVESTIGATING, S.NEEDS_PROJECT, S.DECLINED)
#: Once a ticket stands here its owner has said what it has to say for now.
_SAID = ticket_status.ANSWERED | {S.BOUNCED, S.INVESTIGATING}
_OWES_NOTHING = ticket_status.ANSWERED | {S.BOUNCED}


@dataclass(frozen=True)
class ItemPoint:
    """A point that the ticket gathers; words only once they are reviewed."""

    short: str
    words: str
    words_lang: str
    is_reviewed: bool


@dataclass(frozen=True)
class ItemPicture:
    id: UUID
    alt_text: str
    role: str
    width: int
    height: int


@dataclass(frozen=True)
class OwnerItem:
    """One ticket. `choices` are the answers that its state allows; `undo_until` is set while the last
    answer can be taken back; `event_id` names that answer. Days are local."""

    ticket_id: UUID
    version: int
    number: str
    category: str
    subcategory: str | None
    place: str
    state: TicketStatus
    planned_for: str
    due_on: date | None
    answer_due_on: date | None
    is_late: bool
    points: tuple[ItemPoint, ...]
    pictures: tuple[ItemPicture, ...]
    has_position: bool
    sentence: PublicSentence | None
    answered_at: datetime | None
    choices: tuple[TicketStatus, ...]
    may_bounce: bool
    extension: tuple[date, date] | None
    undo_until: datetime | None
    event_id: UUID | None
    bounced_to: str

    @property
    def is_said(self) -> bool:
        """Whether the reader may go on to the next one; a promised day that has passed brings it back."""
        return self.state in _SAID and not self.is_late


@dataclass(frozen=True)
class OwnerPage:
    """The mail's tickets that are still the owner's to answer, in its order."""

    owner: str
    municipality: str
    walk_place: str
    walk_starts_at: datetime
    today: date
    expires_at: datetime
    items: tuple[OwnerItem, ...]
    others: tuple[str, ...]

    @property
    def left(self) -> tuple[OwnerItem, ...]:
        return tuple(item for item in self.items if not item.is_said)

    def find(self, ticket_id: UUID) -> OwnerItem | None:
        return next((item for item in self.items if item.ticket_id == ticket_id), None)


def page_of(tools: Toolbox, link: OwnerLink) -> OwnerPage:
    """Everything that the link shows."""
    walk = by_key(Walk, link.walk_id)
    rows = owner_links.still_theirs(link)
    ids = [row.id for row in rows]
    points = {row.id: list(observations.answered_by(row.id)) for row in rows}
    photos = point_answers.stored_photos([p.id for found in points.values() for p in found], ids)
    now = tools.clock.now()
    return OwnerPage(
        owner=link.owner.name,
        municipality=the_municipality().name,
        walk_place=walk.place if walk else "",
        walk_starts_at=walk.starts_at if walk else link.made_at,
        today=local_day(now),
        expires_at=link.expires_at,
        items=tuple(_item(row, points[row.id], photos, now) for row in rows),
        others=tuple(owner.name for owner in point_answers.other_owners(link.owner_id)),
    )


def last_answer(ticket: Ticket, now: datetime) -> TicketEvent | None:
    """The answer by link that can be taken back: the ticket's last act, and not ten minutes old."""
    events = tickets.events_of(ticket.id)
    if not events:
        return None
    event = events[0]
    kept: dict[str, Any] = event.details.get("undo") or {}
    is_last = kept.get("version") == ticket.version and event.via == "link"
    return event if is_last and now - event.at <= UNDO_WITHIN else None


def shown_pictures(points: Sequence[Observation], ticket: Ticket, photos: Sequence[Photo]) -> list[Photo]:
    """Photos of reviewed points that had come by then, and the ticket's own."""
    reviewed = reviewed_pictures.of_points(points, photos)
    return [photo for photo in photos if photo.ticket_id == ticket.id or photo in reviewed]


def _item(row: Ticket, points: list[Observation], photos: Sequence[Photo], now: datetime) -> OwnerItem:
    allowed = ticket_status.allowed(row.state, Party.OWNER_BY_LINK)
    clock = changing.clock_of(row)
    event = last_answer(row, now)
    extension = None
    if clock.extended_to is None and local_day(now) < clock.latest_extension:
        earliest = max(clock.promised_on, local_day(now)) + timedelta(days=1)
        extension = (earliest, clock.latest_extension)
    may_be_late = row.state not in _OWES_NOTHING and row.answer_due_on is not None
    return OwnerItem(
        ticket_id=row.id,
        version=row.version,
        number=row.number,
        category=row.category,
        subcategory=row.subcategory,
        place=row.place,
        state=row.state,
        planned_for=row.planned_for,
        due_on=row.due_on,
        answer_due_on=row.answer_due_on,
        is_late=may_be_late and row.answer_due_on is not None and row.answer_due_on < local_day(now),
        points=tuple(map(_point, points)),
        pictures=tuple(map(_picture, shown_pictures(points, row, photos))),
        has_position=row.lat is not None and row.lon is not None,
        sentence=sentences.from_json(row.answer) if row.answer else None,
        answered_at=row.answered_at,
        choices=tuple(to for to in ANSWERS if to in allowed and (to is not S.INVESTIGATING or extension)),
        may_bounce=S.BOUNCED in allowed,
        extension=extension,
        undo_until=event.at + UNDO_WITHIN if event else None,
        event_id=event.id if event else None,
        bounced_to=_bounced_to(row),
    )


def _bounced_to(row: Ticket) -> str:
    if row.state is not S.BOUNCED:
        return ""
    said = [event.note for event in tickets.events_of(row.id) if event.to_state == S.BOUNCED.value]
    return said[0] if said else ""


def _point(point: Observation) -> ItemPoint:
    is_reviewed = point.reviewed_at is not None
    words = point.public_text if is_reviewed else ""
    return ItemPoint(numbers.short(point.number), words, point.public_lang, is_reviewed)


def _picture(photo: Photo) -> ItemPicture:
    return ItemPicture(photo.id, photo.alt_text, photo.role, photo.width or 400, photo.height or 300)
