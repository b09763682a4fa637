"""A walk as its phones know it: number, state, stops in order, and where the leader says we are."""

from collections.abc import Sequence
from typing import Any

from fieldapp.domain.clock import to_ms
from fieldapp.store import followers, walks
from fieldapp.store.db import by_key
from fieldapp.store.participants import Card, Participant
from fieldapp.store.walks import JoinCode, Stop, Walk


def told(phone: Participant) -> dict[str, Any]:
    """The phone's own walk, card and wish for mail; the spoken code only where all of the walk is seen."""
    walk = phone.walk
    codes = walks.codes_of(walk.id) if phone.sees_all else ()
    told = as_data(walk, walks.stops_of(walk.id), _spoken(codes))
    card = by_key(Card, phone.card_id) if phone.card_id is not None else None
    follower = followers.of_phone(phone.id)
    return {
        **told,
        "card": card.code if card is not None else None,
        "follow": "none" if follower is None else "confirmed" if follower.confirmed_at else "asked",
    }


def as_data(walk: Walk, stops: Sequence[Stop], code: str | None) -> dict[str, Any]:
    return {
        "id": walk.id,
        "code": code,
        "number": walk.number,
        "kind": walk.kind,
        "title": walk.title,
        "name": walk.title,
        "place": walk.place,
        "state": walk.state.value,
        "starts_at": to_ms(walk.starts_at),
        "ends_at": to_ms(walk.ends_at),
        "stops": [_stop(stop) for stop in stops],
        "announced_stop": walk.announced_stop_id,
        "release": walk.releases_all,
    }


def _stop(stop: Stop) -> dict[str, Any]:
    return {"id": stop.id, "order": stop.order, "name": stop.name, "lat": stop.lat, "lon": stop.lon}


def _spoken(codes: Sequence[JoinCode]) -> str | None:
    return next((one.code for one in codes if one.kind == "spoken" and one.revoked_at is None), None)
