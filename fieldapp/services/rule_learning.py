"""The rules that "inte vår" has taught: offered to the coordinator, made or refused with one tap."""

from dataclasses import dataclass
from uuid import UUID

from fieldapp.domain import access, ids
from fieldapp.domain import bounces as rules
from fieldapp.domain.actors import Actor
from fieldapp.domain.bounces import Lesson
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.errors import Conflict
from fieldapp.domain.routing import Rule
from fieldapp.services.owner_settings import RANK_STEP
from fieldapp.services.routing import Town
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import bounces, owners
from fieldapp.store.db import unit_of_work
from fieldapp.store.owners import Area, Owner, RoutingRule


@dataclass(frozen=True)
class Offer:
    """A rule that would have been right. `before` is the rule that misled and must be asked after it."""

    lesson: Lesson
    area: Area | None
    from_owner: Owner
    to_owner: Owner
    before: RoutingRule | None

    @property
    def key(self) -> str:
        """By which a form names the offer."""
        one = self.lesson
        return "|".join((one.category, one.subcategory or "", one.area or "", one.from_owner, one.to_owner))

    @property
    def count(self) -> int:
        return len(self.lesson.tickets)


def offers(actor: Actor) -> list[Offer]:
    """What has come back often enough and is no rule yet, the most often first."""
    access.require(actor, "rule.learn")
    return _offers(Town())


def make(tools: Toolbox, actor: Actor, key: str) -> None:
    """The offered rule, asked before the one that misled; raises `Conflict` where it is offered no more."""
    access.require(actor, "rule.learn")
    with unit_of_work() as session:
        offer, now = _offered(key), tools.clock.now()
        row = RoutingRule(
            id=ids.new_id(),
            category_code=offer.lesson.category,
            subcategory_code=offer.lesson.subcategory,
            area_id=offer.area.id if offer.area is not None else None,
            is_outside=offer.area is None,
            owner_id=offer.to_owner.id,
            used_count=0,
            bounced_count=0,
            created_at=now,
        )
        ranked = list(owners.all_rules())
        misled = offer.before
        place = next((n for n, one in enumerate(ranked) if misled and one.id == misled.id), len(ranked))
        ranked.insert(place, row)
        for rank, one in enumerate(ranked, start=1):
            one.rank = rank * RANK_STEP
        session.add(row)
        bounces.settle(_tickets(offer), now)


def refuse(tools: Toolbox, actor: Actor, key: str) -> None:
    """No rule of it: the offer is gone until as many more have come back; raises `Conflict`."""
    access.require(actor, "rule.learn")
    with unit_of_work():
        bounces.settle(_tickets(_offered(key)), tools.clock.now())


def _offered(key: str) -> Offer:
    found = next((offer for offer in _offers(Town()) if offer.key == key), None)
    if found is None:
        raise Conflict
    return found


def _offers(town: Town) -> list[Offer]:
    rows = bounces.unsettled()
    if len(rows) < rules.ENOUGH:
        return []
    found = owners.by_ids({key for row in rows for key in (row.from_owner_id, row.to_owner_id) if key})
    by_id, by_code = {one.id: one for one in found}, {one.code: one for one in found}
    told = [
        rules.Bounce(
            ticket=str(row.ticket_id),
            category=row.category,
            subcategory=row.subcategory,
            area=str(row.area_id) if row.area_id else None,
            from_owner=by_id[row.from_owner_id].code,
            to_owner=by_id[row.to_owner_id].code if row.to_owner_id else None,
        )
        for row in rows
    ]
    made = (_offer(town, lesson, by_code) for lesson in rules.lessons(told))
    return [offer for offer in made if offer is not None]


def _offer(town: Town, lesson: Lesson, by_code: dict[str, Owner]) -> Offer | None:
    what = load_defaults().find(lesson.category, lesson.subcategory)
    area = town.area(lesson.area) if lesson.area else None
    to_owner = by_code[lesson.to_owner]
    is_gone = not to_owner.is_active or (lesson.area is not None and area is None)
    if is_gone or rules.is_known(lesson, what, town.book):
        return None
    place = rules.place_of(lesson, what, town.book.ranked)
    misled: Rule | None = next(iter(town.book.ranked[place:]), None)
    before = next((row for row in town.rules if misled and str(row.id) == misled.code), None)
    return Offer(lesson, area, by_code[lesson.from_owner], to_owner, before)


def _tickets(offer: Offer) -> list[UUID]:
    return [UUID(ticket) for ticket in offer.lesson.tickets]
