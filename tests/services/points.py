"""Points and ground to test routing, review and tickets with."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services.review import acts
from fieldapp.services.review.acts import Decision, Edits
from fieldapp.services.review.whole_walk import send
from fieldapp.store import observations
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Area, RoutingRule
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.support.world import BRUNNA, World

#: About a metre of latitude in degrees.
METRE = 1 / 111_320
KEY = "a" * 64


def add_point(world: World, walk_id: UUID | None = None, **given: Any) -> Observation:
    """A noted point; by default a broken lamp in Brunna, without a reporter, noted now."""
    now = world.tools.clock.now()
    with unit_of_work() as work:
        walk = by_key(Walk, walk_id or world.walk_id)
        assert walk is not None
        walk.last_point_number += 1
        values: dict[str, Any] = {
            "category": "BEL",
            "subcategory": "BEL1",
            "text": "Två lampor är släckta.",
            "lat": BRUNNA[0],
            "lon": BRUNNA[1],
            "accuracy_m": 6.0,
            "observed_at": now,
            "received_at": now,
            **given,
        }
        point = Observation(
            id=ids.new_id(), walk_id=walk.id, number=walk.last_point_number, rev=next_rev(), **values
        )
        work.add(point)
    return point


def add_area(world: World, owner_id: UUID | None, half_m: float = 100, **given: Any) -> UUID:
    """A square of `half_m` metres around Brunna's middle."""
    lat, lon = given.pop("at", BRUNNA)
    up, across = half_m * METRE, half_m * METRE / 0.5076
    ring = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    outline = [[lon + x * across, lat + y * up] for x, y in ring]
    area = Area(
        id=ids.new_id(),
        name=given.pop("name", "Brunna centrum"),
        owner_id=owner_id,
        geometry={"type": "Polygon", "coordinates": [outline]},
        **given,
    )
    with unit_of_work() as work:
        work.add(area)
    return area.id


def add_rule(world: World, owner_id: UUID, **given: Any) -> UUID:
    rule = RoutingRule(id=ids.new_id(), owner_id=owner_id, created_at=world.tools.clock.now(), **given)
    with unit_of_work() as work:
        work.add(rule)
    return rule.id


def add_photo(
    world: World, point: Observation | None = None, ticket_id: UUID | None = None, **given: Any
) -> UUID:
    now = world.tools.clock.now()
    photo = Photo(
        id=ids.new_id(),
        observation_id=point.id if point else None,
        ticket_id=ticket_id,
        role=given.pop("role", "before"),
        state=PhotoState.STORED,
        upload_sha256=KEY,
        upload_bytes=1,
        upload_type="image/jpeg",
        large_key=KEY,
        print_key=KEY,
        small_key=KEY,
        width=1600,
        height=1200,
        announced_at=now,
        stored_at=now,
        **given,
    )
    with unit_of_work() as work:
        work.add(photo)
    return photo.id


def accept(world: World, point: Observation, **edits: Any) -> Observation:
    """The coordinator's *Godkänn*, on the version that stands."""
    ann = world.actor(world.ann)
    edits.setdefault("public_text", point.text)
    return acts.decide(world.tools, ann, point.id, again(point).version, Decision.ACCEPT, Edits(**edits))


def sent_ticket(world: World, owner_code: str = "gata-park", **given: Any) -> Ticket:
    """A point that was reviewed and sent to its owner."""
    point = add_point(world, **given)
    accept(world, point, owner=owner_code)
    send(world.tools, world.actor(world.ann), point.walk_id)
    return ticket_of(point)


def ticket_of(point: Observation) -> Ticket:
    ticket_id = again(point).ticket_id
    assert ticket_id is not None
    ticket = by_key(Ticket, ticket_id)
    assert ticket is not None
    return ticket


def let_go() -> None:
    """Forget what was read, so that the next look sees what others wrote meanwhile."""
    db.session.rollback()
    db.session.expire_all()


def again(point: Observation) -> Observation:
    """The point as the database has it now."""
    let_go()
    found = by_key(Observation, point.id)
    assert found is not None
    return found


def states(world: World) -> list[ObservationStatus]:
    let_go()
    return [point.state for point in observations.of_walk(world.walk_id)]


def days_ago(world: World, **amount: float) -> Any:
    return world.tools.clock.now() - timedelta(**amount)


def set_walk(world: World, state: WalkStatus) -> None:
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        walk.state = state
