"""Who would get a point here today, and the whole way to that answer; nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.geo import Point
from fieldapp.domain.routing_steps import Step
from fieldapp.services import routing
from fieldapp.services.owner_settings import check_codes
from fieldapp.services.routing import Proposal, Question, Town
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.owners import Area, Owner
from fieldapp.store.owners import RoutingRule as RoutingRule
from fieldapp.store.walks import Stop, recent_stops

#: What a phone says of its position on a good day, in metres.
ACCURACY_M = 5.0
_STOPS_MAX = 60


@dataclass(frozen=True)
class Trial:
    """The proposal with its way; the names of what the steps and the reasons mention are asked here."""

    proposal: Proposal
    steps: tuple[Step, ...]
    beside: list[Owner]
    town: Town

    def rule(self, code: str) -> RoutingRule | None:
        return next((rule for rule in self.town.rules if str(rule.id) == code), None)

    def area(self, code: str) -> Area | None:
        return self.town.area(code)

    def owner(self, code: str | None) -> Owner | None:
        return self.town.owner(code or "")


def who_answers(
    tools: Toolbox,
    actor: Actor,
    category: str,
    subcategory: str | None,
    lat: float | None = None,
    lon: float | None = None,
    accuracy_m: float = ACCURACY_M,
) -> Trial:
    """Ask the rules as they are; without a place as for a point that has none. Raises `Invalid`."""
    access.require(actor, "settings.read")
    if lat is not None and lon is not None:
        place = Point(lat, lon)
        lat, lon = place.lat, place.lon
    check_codes(category, subcategory)
    question = Question(category, subcategory, tools.clock.now(), lat, lon, accuracy_m)
    town = routing.Town()
    proposal = town.propose(question)
    beside = town.beside(question) if proposal.near_border else []
    return Trial(proposal, town.steps(question), beside, town)


def stops(actor: Actor) -> Sequence[Stop]:
    """Places to try that have a name: the stops of the newest walks."""
    access.require(actor, "settings.read")
    return recent_stops(_STOPS_MAX)
