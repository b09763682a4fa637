"""The demo's points as phones noted them: where, when, by which phone, with photo and who agreed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.places.distances import moved
from fieldapp.services.demo.chance import Chance
from fieldapp.services.demo.pictures import Picture, Wanted
from fieldapp.services.demo.story import StoryPoint
from fieldapp.services.demo.walks import Held
from fieldapp.store.db import db
from fieldapp.store.observations import Agreement, Observation
from fieldapp.store.participants import Participant
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import next_rev

_OFFSET_M = 10.0
_ACCURACY_M = (4.0, 25.0)
_AGREE_MOST = 6
#: What stands before the number on a lamp post, a cabinet, a lift.
_LETTERS = {"lamp": "BEL", "cabinet": "EL", "lift": "H"}
_RELEASED_AFTER = timedelta(minutes=4)


@dataclass(frozen=True)
class Noted:
    """A point of the story, its row, and the walk it belongs to."""

    told: StoryPoint
    row: Observation
    held: Held


def add_points(
    held: Held, told: list[StoryPoint], pictures: dict[Wanted, Picture], now: datetime
) -> dict[int, Noted]:
    """A walk's points by number, all as they were noted; what became of them comes after."""
    found: dict[int, Noted] = {}
    for point in told:
        reporter = Chance(f"reporter/{point.walk}/{point.number}").some(held.phones, 1)[0]
        row = _row(held, point, reporter, now)
        db.session.add(row)
        found[point.number] = Noted(point, row, held)
    db.session.flush()
    for noted in found.values():
        db.session.add_all(_agreements(noted))
        wanted = Wanted.of(noted.told.photo)
        if wanted is not None:
            row = noted.row
            taken_at = row.observed_at + timedelta(seconds=40)
            db.session.add(photo_row(pictures[wanted], taken_at, row.participant_id, observation_id=row.id))
    held.row.last_point_number = max(found, default=0)
    db.session.flush()
    return found


def photo_row(
    picture: Picture,
    taken_at: datetime,
    sender_id: UUID | None,
    *,
    observation_id: UUID | None = None,
    ticket_id: UUID | None = None,
) -> Photo:
    """A photo before the work where it belongs to a point, after it where it belongs to a ticket."""
    return Photo(
        id=ids.new_id(),
        observation_id=observation_id,
        ticket_id=ticket_id,
        sender_id=sender_id,
        role="before" if observation_id else "after",
        state=PhotoState.STORED,
        upload_sha256=picture.large_key,
        upload_bytes=picture.bytes_count,
        upload_type="image/jpeg",
        large_key=picture.large_key,
        print_key=picture.print_key,
        small_key=picture.small_key,
        width=picture.width,
        height=picture.height,
        alt_text=picture.alt_text,
        announced_at=taken_at,
        stored_at=taken_at,
    )


def _row(held: Held, point: StoryPoint, reporter: Participant, now: datetime) -> Observation:
    chance = Chance(f"point/{point.walk}/{point.number}")
    stop = held.stops[point.stop - 1]
    observed_at = held.reached(point.stop) + timedelta(seconds=chance.count(30, 420))
    observed_at = min(observed_at, now - timedelta(minutes=2))
    is_sensitive = load_defaults().find(point.category, point.subcategory).is_sensitive
    return Observation(
        id=ids.new_id(),
        walk_id=held.row.id,
        number=point.number,
        stop_id=stop.id,
        participant_id=reporter.id,
        card_id=_card_of(held, point.number) or reporter.card_id,
        state=ObservationStatus.WITHDRAWN if point.outcome == "withdrawn" else ObservationStatus.NOTED,
        category=point.category,
        subcategory=point.subcategory,
        text=point.text,
        suggestion=point.suggestion,
        lang=point.lang,
        is_sensitive=is_sensitive,
        place=point.place,
        asset=_asset(point),
        released_at=observed_at + _RELEASED_AFTER if _is_released(held, point) and not is_sensitive else None,
        observed_at=observed_at,
        received_at=observed_at + timedelta(seconds=chance.count(3, 90)),
        rev=next_rev(),
        **_position(point, stop.lat, stop.lon, chance),
    )


def _asset(point: StoryPoint) -> str:
    """The number on the post or cabinet: at one place it is one and the same, walk after walk."""
    kind = load_defaults().find(point.category, point.subcategory).asset
    place = point.place.split(",")[0]
    return f"{_LETTERS[kind]} {Chance(f'asset/{kind}/{place}').count(100, 999)}" if kind else ""


def _position(point: StoryPoint, lat: float, lon: float, chance: Chance) -> dict[str, Any]:
    north_m, east_m = (chance.between(-_OFFSET_M, _OFFSET_M) for _ in range(2))
    lat, lon = moved(
        lat,
        lon,
        north_m if point.north_m is None else point.north_m,
        east_m if point.east_m is None else point.east_m,
    )
    accuracy_m = round(chance.between(*_ACCURACY_M), 1)
    return {
        "lat": round(lat, 6),
        "lon": round(lon, 6),
        "accuracy_m": accuracy_m,
        "position_source": "gps",
    }


def _card_of(held: Held, number: int) -> UUID | None:
    return held.card.id if held.card is not None and number in held.told.card["points"] else None


def _is_released(held: Held, point: StoryPoint) -> bool:
    """Of a walk that is over, what has been read; of an open one, what its leader let go."""
    return point.outcome != "noted" if held.is_over else point.outcome == "released"


def _agreements(noted: Noted) -> list[Agreement]:
    chance = Chance(f"agree/{noted.told.walk}/{noted.told.number}")
    others = [phone for phone in noted.held.phones[1:] if phone.id != noted.row.participant_id]
    if noted.row.released_at is None:
        return []
    agreeing = chance.some(others, chance.count(0, min(_AGREE_MOST, len(others))))
    return [Agreement(observation_id=noted.row.id, participant_id=phone.id) for phone in agreeing]
