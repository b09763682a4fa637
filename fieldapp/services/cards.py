"""Cards: a printed code with which its holder follows own points, without a phone, a name or a trace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fieldapp.domain import access, ids, lifetimes
from fieldapp.domain.actors import Actor
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import photo_files, throttling, told_points
from fieldapp.services.photo_files import PhotoFile
from fieldapp.services.told_points import ToldPoint
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations, participants, walks
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Card
from fieldapp.store.walks import Walk

CODE_LENGTH = 8
COUNT_MAX = 200
_WRONG_TRIES = 30
_TEN_MINUTES = timedelta(minutes=10)


@dataclass(frozen=True)
class CardPage:
    """What a card's code opens: the walk it was given out on, and its holder's points by number."""

    code: str
    place: str
    walk_number: str
    starts_at: datetime
    points: tuple[ToldPoint, ...]

    @property
    def answered_count(self) -> int:
        return sum(point.is_answered for point in self.points)


def make_cards(tools: Toolbox, actor: Actor, walk_id: UUID, count: int) -> list[str]:
    """New cards for a walk, 1 to 200 at a time, as its next order; returns their codes, to be printed.

    Raises `Forbidden`, `NotFound` or `Invalid`.
    """
    access.require(actor, "walk.codes")
    if not 1 <= count <= COUNT_MAX:
        raise Invalid("count", "out-of-range", least=1, most=COUNT_MAX)
    codes = [ids.new_code(CODE_LENGTH) for _ in range(count)]
    with unit_of_work() as session:
        walk = walks.find_for(actor, walk_id)
        if walk is None:
            raise NotFound("walk")
        now = tools.clock.now()
        batch = participants.last_batch(walk.id) + 1
        session.add_all([Card(code=code, walk_id=walk.id, batch=batch, made_at=now) for code in codes])
    return codes


def plain(code: str) -> str:
    """A code as people type it, without spaces, hyphens and small letters."""
    return "".join(code.split()).replace("-", "").upper()[:40]


def read(tools: Toolbox, code: str, address: str) -> CardPage:
    """The card's points. Raises `NotFound` for a wrong code or one whose time is over, and
    `TooManyTries` after too many wrong ones from one address; right ones never count."""
    card, walk = _card(tools, code, address)
    rows = _points(card)
    return CardPage(card.code, walk.place, walk.number, walk.starts_at, tuple(_told(rows, walk)))


def photo(tools: Toolbox, code: str, address: str, photo_id: UUID, size: str) -> PhotoFile:
    """A picture that the card's page shows, and no other; raises as `read` does."""
    card, walk = _card(tools, code, address)
    shown = {one for point in _told(_points(card), walk) for one in point.picture_ids}
    if photo_id not in shown:
        raise NotFound("photo")
    return photo_files.open_photo(tools, photo_id, size)


def _card(tools: Toolbox, code: str, address: str) -> tuple[Card, Walk]:
    key = f"card:{address}"[:120]
    if throttling.is_over(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES):
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
    card = participants.card_by_code(plain(code))
    walk = by_key(Walk, card.walk_id) if card is not None else None
    if card is None or walk is None or not _is_readable(tools, walk):
        throttling.count(tools.clock, key, _WRONG_TRIES, _TEN_MINUTES)
        raise NotFound("card")
    return card, walk


def _is_readable(tools: Toolbox, walk: Walk) -> bool:
    """As long as the phones of the walk read theirs."""
    closed_at = walks.follow_up_closed_at(walk.id)
    return lifetimes.phone_may_read(walk.closed_at, closed_at, tools.clock.now())


def _points(card: Card) -> list[Observation]:
    found = observations.of_card(card.id)
    return [point for point in found if point.state is not ObservationStatus.WITHDRAWN]


def _told(rows: list[Observation], walk: Walk) -> list[ToldPoint]:
    # A card can be dropped: what is sensitive shows its answer, and neither words nor picture.
    kept_back = {row.id for row in rows if row.is_sensitive}
    numbers = {walk.id: walk.number} | {
        row.walk_id: _number(row.walk_id) for row in rows if row.walk_id != walk.id
    }
    return told_points.told(rows, numbers, without_content=kept_back)


def _number(walk_id: UUID) -> str:
    walk = by_key(Walk, walk_id)
    return walk.number if walk is not None else ""
