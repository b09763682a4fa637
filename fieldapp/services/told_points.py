"""A point as people outside are told it: number, place, state, answer and pictures; never who wrote it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fieldapp.domain import numbers, sentences
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.figures import Figure
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import ANSWERED, TicketStatus
from fieldapp.services import standings
from fieldapp.services.standings import PointStanding
from fieldapp.store import point_answers
from fieldapp.store.observations import Observation
from fieldapp.store.photos import Photo
from fieldapp.store.tickets import Ticket

#: A photo taken after the work shows nothing before the work is reported done.
_SHOWS_AFTER = frozenset({TicketStatus.DONE, TicketStatus.CONFIRMED})


@dataclass(frozen=True)
class Picture:
    """A photo that can be shown; `taken_on` is the local day, `stored_at` when its bytes had come."""

    id: UUID
    alt_text: str
    taken_on: date
    stored_at: datetime | None
    width: int
    height: int


@dataclass(frozen=True)
class ToldPoint:
    """One point. `words` are the reviewed ones, "" where there are none or they are kept back.

    `asked_count` and `owner` tell the truth about a silence. `also` lists the short numbers of points that
    get the same answer, `same_as` the number of the point whose answer this one gets.
    """

    id: UUID
    number: str
    short: str
    category: str
    subcategory: str | None
    place: str
    words: str
    words_lang: str
    observed_at: datetime
    observation: ObservationStatus
    ticket: TicketStatus | None
    ticket_id: UUID | None
    figure: Figure | None
    planned_for: str
    sentence: PublicSentence | None
    owner: str
    answered_by: str
    answered_at: datetime | None
    answer_due_on: date | None
    asked_count: int
    before: Picture | None
    after: Picture | None
    same_as: str = ""
    also: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None

    @property
    def picture_ids(self) -> frozenset[UUID]:
        return frozenset(picture.id for picture in (self.before, self.after) if picture is not None)

    @property
    def is_answered(self) -> bool:
        return self.figure not in (None, Figure.UNANSWERED)


@dataclass(frozen=True)
class _Gathered:
    walk_numbers: dict[UUID, str]
    standings: dict[UUID, PointStanding]
    ends: dict[UUID, Observation]
    tickets: dict[UUID, Ticket]
    photos: Sequence[Photo]


def told(
    points: Sequence[Observation], walk_numbers: dict[UUID, str], *, without_content: Collection[UUID] = ()
) -> list[ToldPoint]:
    """These points, in their order; of those in `without_content` only number, place and answer.

    `walk_numbers` has the number of every walk that the points belong to.
    """
    where = standings.points_of(list({point.walk_id for point in points}))
    known = {point.id: point for point in points}
    missing = {where[point.id].follows_id for point in points} - known.keys()
    ticket_ids = {where[point.id].ticket_id for point in points} - {None}
    gathered = _Gathered(
        walk_numbers,
        where,
        known | (point_answers.observations(missing) if missing else {}),
        point_answers.tickets([found for found in ticket_ids if found]) if ticket_ids else {},
        point_answers.stored_photos(list(known), [found for found in ticket_ids if found]),
    )
    return [_told(point, gathered, point.id not in without_content) for point in points]


def _told(point: Observation, gathered: _Gathered, has_content: bool) -> ToldPoint:
    standing = gathered.standings[point.id]
    end = gathered.ends.get(standing.follows_id, point)
    ticket = gathered.tickets.get(standing.ticket_id) if standing.ticket_id else None
    answer = _answer(end, ticket)
    number = f"{gathered.walk_numbers[point.walk_id]}-{numbers.short(point.number)}"
    return ToldPoint(
        id=point.id,
        number=number,
        short=numbers.short(point.number),
        category=point.category,
        subcategory=point.subcategory,
        place=point.place or (ticket.place if ticket else ""),
        words=point.public_text if has_content and point.reviewed_at else "",
        words_lang=point.public_lang,
        observed_at=point.observed_at,
        observation=standing.standing.observation,
        ticket=standing.standing.ticket,
        ticket_id=standing.ticket_id,
        figure=standing.figure,
        planned_for=ticket.planned_for if ticket else "",
        sentence=answer,
        owner=ticket.owner.name if ticket and ticket.owner else "",
        answered_by=_answered_by(ticket),
        answered_at=ticket.answered_at if ticket else end.answered_at,
        answer_due_on=ticket.answer_due_on if ticket else None,
        asked_count=ticket.asked_count if ticket else 0,
        before=_before(point, gathered.photos) if has_content else None,
        after=_after(ticket, gathered.photos) if has_content else None,
        same_as=_same_as(point, end, gathered),
        lat=point.lat,
        lon=point.lon,
    )


def _answer(end: Observation, ticket: Ticket | None) -> PublicSentence | None:
    if end.state is ObservationStatus.TICKET and ticket is not None:
        return _sentence(ticket.answer) if ticket.state in ANSWERED or ticket.answer else None
    return _sentence(end.answer)


def _sentence(stored: dict[str, Any] | None) -> PublicSentence | None:
    return sentences.from_json(stored) if stored else None


def _answered_by(ticket: Ticket | None) -> str:
    if ticket is None:
        return ""
    return ticket.answer_by or (ticket.owner.name if ticket.owner else "")


def _same_as(point: Observation, end: Observation, gathered: _Gathered) -> str:
    if end.id == point.id:
        return ""
    walk = gathered.walk_numbers.get(end.walk_id)
    return f"{walk}-{numbers.short(end.number)}" if walk else ""


def _before(point: Observation, photos: Sequence[Photo]) -> Picture | None:
    found = [one for one in photos if one.observation_id == point.id and one.role != "after"]
    return _picture(found[0], point.observed_at) if found else None


def _after(ticket: Ticket | None, photos: Sequence[Photo]) -> Picture | None:
    if ticket is None or ticket.state not in _SHOWS_AFTER:
        return None
    found = [one for one in photos if one.ticket_id == ticket.id and one.role == "after"]
    return _picture(found[-1], ticket.done_at or found[-1].announced_at) if found else None


def _picture(photo: Photo, taken_at: datetime) -> Picture:
    return Picture(
        id=photo.id,
        alt_text=photo.alt_text,
        taken_on=local_day(taken_at),
        stored_at=photo.stored_at,
        width=photo.width or 400,
        height=photo.height or 300,
    )
