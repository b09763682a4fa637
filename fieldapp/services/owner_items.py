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
from fieldapp.store import observations, point_answers
from fieldapp.store.db import by_key
from fieldapp.store.municipality import the_municipality
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo
from fieldapp.store.tickets import OwnerLink, Ticket, TicketEvent
from fieldapp.store.walks import Walk

S = TicketStatus
#: How long an answer can be taken back, by the same owner's link.
UNDO_WITHIN = timedelta(minutes=10)
#: What a reader can answer, in the order in which it is offered. The last one only says whose it is.
ANSWERS = (S.PLANNED, S.DONE, S.INVESTIGATING, S.NEEDS_PROJECT, S.DECLINED, S.ACCEPTED)
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
    answer can be taken back, which was given `together` with others of that mark. Days are local."""

    ticket_id: UUID
    version: int
    number: str
    category: str
    subcategory: str | None
    place: str
    asset: str
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
    together: str
    bounced_to: str
    external_case: str

    @property
    def is_said(self) -> bool:
        """Whether it has an answer for now; a promised day that has passed brings it back."""
        return self.state in _SAID and not self.is_late

    @property
    def is_waiting(self) -> bool:
        """Whether the reader is led to it: whoever has said that it is theirs may take its time."""
        return not self.is_said and (self.state is not S.ACCEPTED or self.is_late)


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
    others: tuple[tuple[str, str], ...]

    @property
    def waiting(self) -> tuple[OwnerItem, ...]:
        return tuple(item for item in self.items if item.is_waiting)

    @property
    def alike(self) -> tuple[tuple[OwnerItem, ...], ...]:
        """Points of one kind that wait for an answer, where there are several of them."""
        kinds: dict[str, list[OwnerItem]] = {}
        for item in self.waiting:
            kinds.setdefault(item.subcategory or item.category, []).append(item)
        return tuple(tuple(found) for found in kinds.values() if len(found) > 1)

    def after(self, ticket_id: UUID) -> OwnerItem | None:
        """Where to go on from a ticket: the next one that waits, from the beginning after the last."""
        at = next((at for at, item in enumerate(self.items) if item.ticket_id == ticket_id), -1)
        following = self.items[at + 1 :] + self.items[: at + 1]
        return next((item for item in following if item.is_waiting), None)

    def find(self, ticket_id: UUID) -> OwnerItem | None:
        return next((item for item in self.items if item.ticket_id == ticket_id), None)


def page_of(tools: Toolbox, link: OwnerLink) -> OwnerPage:
    """Everything that the link shows."""
    walk = by_key(Walk, link.walk_id)
    rows = owner_links.still_theirs(link)
    ids = [row.id for row in rows]
    points = points_of(ids)
    photos = point_answers.stored_photos([p.id for found in points.values() for p in found], ids)
    histories = point_answers.histories(ids)
    now = tools.clock.now()
    return OwnerPage(
        owner=link.owner.name,
        municipality=the_municipality().name,
        walk_place=walk.place if walk else "",
        walk_starts_at=walk.starts_at if walk else link.made_at,
        today=local_day(now),
        expires_at=link.expires_at,
        items=tuple(_item(row, points[row.id], photos, histories[row.id], now) for row in rows),
        others=tuple((owner.code, owner.name) for owner in point_answers.other_owners(link.owner_id)),
    )


def points_of(ticket_ids: Sequence[UUID]) -> dict[UUID, list[Observation]]:
    """The points that each of these tickets answers, by number."""
    found: dict[UUID, list[Observation]] = {one: [] for one in ticket_ids}
    for point in observations.of_tickets(ticket_ids):
        if point.ticket_id is not None:
            found[point.ticket_id].append(point)
    return found


def last_answer(ticket: Ticket, events: Sequence[TicketEvent], now: datetime) -> TicketEvent | None:
    """The answer by link that can be taken back: the last of its acts, and not ten minutes old."""
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


def _item(
    row: Ticket,
    points: Sequence[Observation],
    photos: Sequence[Photo],
    events: Sequence[TicketEvent],
    now: datetime,
) -> OwnerItem:
    allowed = ticket_status.allowed(row.state, Party.OWNER_BY_LINK)
    clock = changing.clock_from(row, _begun_anew(events), [point.observed_at for point in points])
    event = last_answer(row, events, now)
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
        asset=row.asset,
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
        together=str(event.details.get("together", "")) if event else "",
        bounced_to=_bounced_to(row, events),
        external_case=row.external_case,
    )


def _begun_anew(events: Sequence[TicketEvent]) -> datetime | None:
    """When the clock last began to count from the start."""
    anew = (S.REOPENED.value, S.NEW.value)
    return next((event.at for event in events if event.kind == "status" and event.to_state in anew), None)


def _bounced_to(row: Ticket, events: Sequence[TicketEvent]) -> str:
    if row.state is not S.BOUNCED:
        return ""
    last = next((event for event in events if event.to_state == S.BOUNCED.value), None)
    said = (last.details.get("owner", ""), last.note) if last is not None else ()
    return ". ".join(part.rstrip(".") for part in said if part)


def _point(point: Observation) -> ItemPoint:
    is_reviewed = point.reviewed_at is not None
    words = point.public_text if is_reviewed else ""
    return ItemPoint(numbers.short(point.number), words, point.public_lang, is_reviewed)


def _picture(photo: Photo) -> ItemPicture:
    return ItemPicture(photo.id, photo.alt_text, photo.role, photo.width or 400, photo.height or 300)
