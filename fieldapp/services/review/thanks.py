"""What people liked, told to whoever is behind it: one mail for each owner when the walk is sent, and kept
for the phones of its crew."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.numbers import short
from fieldapp.services import addressing, mail_texts, outbox
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.routing import Town
from fieldapp.services.ticketing.opening import question_of
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.thanks import Thanks
from fieldapp.store.walks import Stop, Walk, stops_of


def write(tools: Toolbox, walk: Walk, praised: Sequence[Observation], town: Town, now: datetime) -> None:
    """Inside a unit of work; the same points again are no new mail, and what nobody owns is none."""
    stops = {stop.id: stop for stop in stops_of(walk.id)}
    for owner, points in keep(praised, town, now):
        if address_of(owner, local_day(now)):
            _write(tools, walk, owner, points, stops, now)


def keep(praised: Sequence[Observation], town: Town, now: datetime) -> list[tuple[Owner, list[Observation]]]:
    """Inside a unit of work: whose the praise is, remembered for the phones of its crew, once a point."""
    by_owner: dict[str, tuple[Owner, list[Observation]]] = {}
    for point in praised:
        owner = town.owner(point.owner_hint) or town.propose(question_of(point)).owner
        if owner is None:
            continue
        by_owner.setdefault(owner.code, (owner, []))[1].append(point)
        if by_key(Thanks, point.id) is None:
            db.session.add(Thanks(observation_id=point.id, owner_id=owner.id, given_at=now))
    return list(by_owner.values())


def _write(
    tools: Toolbox,
    walk: Walk,
    owner: Owner,
    points: Sequence[Observation],
    stops: Mapping[UUID, Stop],
    now: datetime,
) -> None:
    mail = mail_texts.compose(
        tools,
        "thanks",
        address_of(owner, local_day(now)),
        owner.language,
        owner=owner.name,
        walk=walk,
        points=[
            _in_words(walk, point, stops.get(point.stop_id) if point.stop_id else None, owner.language)
            for point in points
        ],
    )
    told = ",".join(sorted(str(point.id) for point in points))
    key = f"thanks:{walk.id}:{owner.id}:{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    outbox.post(db.session(), "thanks", key, mail, now, now)


def _in_words(walk: Walk, point: Observation, stop: Stop | None, language: str) -> dict[str, str]:
    """A sensitive point is thanked for too, without its words."""
    what = load_defaults().find(point.category, point.subcategory)
    return {
        "number": f"{walk.number}-{short(point.number)}",
        "title": what.name.in_(language),
        "place": addressing.place_words(point.place, stop.name if stop else None),
        "text": "" if point.is_sensitive else point.public_text,
    }
