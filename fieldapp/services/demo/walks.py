"""The demo's walks as rows: numbers of their year, stops, codes, phones that joined, and what people felt."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from fieldapp.domain import ids, sun, walk_status
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.clock import local
from fieldapp.domain.numbers import WalkNumber, prefix_of
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import phones as doors
from fieldapp.services.cards import CODE_LENGTH
from fieldapp.services.demo.chance import Chance
from fieldapp.services.demo.days import Days
from fieldapp.services.demo.story import Story, StoryStop, StoryWalk
from fieldapp.store.db import db
from fieldapp.store.participants import Card, Participant
from fieldapp.store.ratings import Rating
from fieldapp.store.revisions import next_rev
from fieldapp.store.walks import JoinCode, Stop, Walk

#: How long ago the walk that is open now has begun.
OPEN_SINCE = timedelta(hours=1)
_PUBLISHED_BEFORE = timedelta(days=14)
_CODE_LENGTHS = {"spoken": 6, "link": 12, "leader": 12}
_ANSWERS_COUNT = (7, 15)
#: Which phone's holder took a printed card: one that noted something.
_WITH_CARD = 1
_LANGUAGES = ("sv", "sv", "sv", "fi", "sv", "en")


@dataclass(frozen=True)
class Held:
    """A walk of the story and its rows; the first phone leads."""

    told: StoryWalk
    row: Walk
    stops: list[Stop]
    phones: list[Participant]
    card: Card | None

    @property
    def walked_on(self) -> date:
        return local(self.row.starts_at).date()

    @property
    def is_over(self) -> bool:
        return walk_status.is_closed(self.row.state)

    @property
    def leader(self) -> Actor:
        return doors.actor_of(self.phones[0])

    def reached(self, stop: int) -> datetime:
        """When the walk came to a stop, counted from 1."""
        if not self.is_over:
            return self.row.starts_at + timedelta(minutes=8 + 18 * (stop - 1))
        walking = (self.told.minutes - 35) * (stop - 1) / (len(self.stops) - 1)
        return self.row.starts_at + timedelta(minutes=12 + walking)


def add_walks(story: Story, days: Days) -> dict[str, Held]:
    """All walks by key, earliest first, with everything but their points."""
    found: dict[str, Held] = {}
    starts = {told.key: _starts(told, days) for told in story.walks}
    sequences: dict[int, int] = {}
    for told in sorted(story.walks, key=lambda walk: starts[walk.key]):
        year = local(starts[told.key]).year
        sequences[year] = sequences.get(year, 0) + 1
        number = WalkNumber(prefix_of(told.place), year, sequences[year])
        row = _row(story, told, number, starts[told.key], found.get(told.follows))
        db.session.add(row)
        db.session.flush()
        found[told.key] = _held(story, told, row)
    return found


def _starts(told: StoryWalk, days: Days) -> datetime:
    if told.weeks is not None:
        return days.evening(told.weeks, told.starts)
    begun = days.now - OPEN_SINCE
    return begun.replace(minute=begun.minute // 5 * 5, second=0, microsecond=0)


def _row(
    story: Story, told: StoryWalk, number: WalkNumber, starts_at: datetime, follows: Held | None
) -> Walk:
    state, ends_at = WalkStatus(told.state), starts_at + timedelta(minutes=told.minutes)
    is_planned, first = state is WalkStatus.PLANNED, story.stops[told.route][0]
    evening = sun.evening(first.lat, first.lon, local(starts_at).date())
    return Walk(
        id=ids.new_id(),
        number=str(number),
        kind=told.kind,
        state=state,
        place=told.place,
        title=told.title,
        theme=told.theme,
        gathering=told.gathering,
        starts_at=starts_at,
        ends_at=ends_at,
        opened_at=None if is_planned else starts_at,
        closed_at=ends_at + timedelta(minutes=10) if walk_status.is_closed(state) else None,
        published_at=None if is_planned else starts_at - _PUBLISHED_BEFORE,
        is_step_free=told.step_free,
        never_closes=told.weeks is None,
        weather=told.weather,
        sunset_on_wall=_on_wall(evening.sunset_at),
        dark_on_wall=_on_wall(evening.dark_at),
        register_number=told.register.format(year=f"{number.year % 100:02d}"),
        leader_role=told.leader_role,
        resident_count=told.residents,
        organisations=list(told.organisations),
        route=story.lines[told.route],
        follows_id=follows.row.id if follows else None,
        rev=next_rev(),
    )


def _held(story: Story, told: StoryWalk, row: Walk) -> Held:
    stops = [
        Stop(id=ids.new_id(), walk_id=row.id, order=order, name=stop.name, lat=stop.lat, lon=stop.lon)
        for order, stop in enumerate(story.stops[told.route], start=1)
    ]
    card = Card(code=told.card["code"], walk_id=row.id, made_at=row.starts_at) if told.card else None
    printed = [
        Card(code=ids.new_code(CODE_LENGTH), walk_id=row.id, made_at=row.starts_at) for _ in range(told.cards)
    ]
    found = Held(told, row, stops, [_phone(row, order) for order in range(told.phones)], card)
    db.session.add_all([*stops, *_codes(told, row), *found.phones, *([card] if card else []), *printed])
    db.session.flush()
    if printed:
        found.phones[_WITH_CARD].card_id = printed[0].id
    row.announced_stop_id = stops[1].id if row.state is WalkStatus.OPEN else None
    db.session.add_all(_felt(story.stops[told.route], found))
    return found


def _codes(told: StoryWalk, row: Walk) -> list[JoinCode]:
    created_at = row.starts_at - _PUBLISHED_BEFORE
    return [
        JoinCode(
            walk_id=row.id,
            code=told.codes.get(kind) or ids.new_code(length),
            kind=kind,
            created_at=created_at,
        )
        for kind, length in _CODE_LENGTHS.items()
    ]


def _phone(row: Walk, order: int) -> Participant:
    chance = Chance(f"phone/{row.number}/{order}")
    joined_at = row.starts_at - timedelta(minutes=chance.count(1, 12))
    return Participant(
        id=ids.new_id(),
        walk_id=row.id,
        role=Role.PARTICIPANT if order else Role.LEADER,
        token_sha256=ids.fingerprint(ids.new_token()),
        sees_all=True,
        language=_LANGUAGES[order % len(_LANGUAGES)],
        joined_at=joined_at,
        seen_at=row.closed_at or joined_at,
    )


def _felt(stops: tuple[StoryStop, ...], held: Held) -> list[Rating]:
    """Answers of a walk that is over are nobody's; those of an open one are its phones'."""
    found: list[Rating] = []
    for stop, row in zip(stops, held.stops, strict=True):
        for light, average in (("day", stop.day), ("dark", stop.dark)):
            chance = Chance(f"felt/{held.told.key}/{row.order}/{light}")
            for phone in _who_answers(held, row.order, chance):
                found.append(
                    Rating(
                        id=uuid4(),
                        walk_id=held.row.id,
                        stop_id=row.id,
                        participant_id=phone.id if phone else None,
                        light=light,
                        value=chance.felt(average),
                    )
                )
    return found


def _who_answers(held: Held, stop: int, chance: Chance) -> list[Participant] | list[None]:
    if held.is_over:
        return [None] * chance.count(*_ANSWERS_COUNT)
    return chance.some(held.phones[1:], 4) if held.phones and stop <= 2 else []


def _on_wall(moment: datetime | None) -> str:
    return f"{local(moment):%H:%M}" if moment is not None else ""
