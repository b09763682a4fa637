"""The way to an owner in steps ends where the routing ends, and names what was passed over."""

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.routing import AreaHit, Owners, Place, Rule, RuleBook, route
from fieldapp.domain.routing_steps import StepKind, steps

DEFAULTS = load_defaults()
YARD, TUNNEL, NOBODYS = AreaHit("gården", "brohus", "BO"), AreaHit("tunneln", "gata", "GP"), AreaHit("ängen")
OWNERS = Owners({"BE": "ljus", "GP": "gata"}, default="kansliet")
RULES = (
    Rule("graffiti", 1, "gata", category="KLO"),
    Rule("tunnel", 2, "tunnelgruppen", category="BEL", area="tunneln"),
    Rule("open", 3, "ljus", category="BEL", is_outside=True),
)


def kinds(
    code: str, place: Place, rules: tuple[Rule, ...] = RULES, owners: Owners = OWNERS
) -> list[StepKind]:
    what = DEFAULTS.find(code.rstrip("0123456789"), code)
    return [step.kind for step in steps(what, place, RuleBook(rules), owners)]


def test_every_rule_that_was_passed_over_says_why() -> None:
    K = StepKind
    assert kinds("BEL1", Place((YARD,))) == [K.OTHER_KINDS, K.RULE_ELSEWHERE, K.RULE_INSIDE, K.GROUND_HOLDS]
    assert kinds("BEL1", Place((TUNNEL,))) == [K.OTHER_KINDS, K.RULE_HOLDS]
    assert kinds("BEL1", Place()) == [K.OTHER_KINDS, K.RULE_ELSEWHERE, K.RULE_HOLDS]
    assert kinds("BEL1", Place(is_known=False))[-2:] == [K.PLACE_UNKNOWN, K.USUAL_HOLDS]


def test_without_rules_the_ground_and_then_the_usual_owner_say_why() -> None:
    K = StepKind
    assert kinds("BEL1", Place((TUNNEL,)), ()) == [K.NO_RULES, K.GROUND_CANNOT, K.USUAL_HOLDS]
    assert kinds("BEL1", Place((NOBODYS,)), ()) == [K.NO_RULES, K.NO_OWNED_AREA, K.USUAL_HOLDS]
    assert kinds("GAT1", Place((YARD,)), ()) == [K.NO_RULES, K.NOT_PLACE_BOUND, K.USUAL_HOLDS]
    assert kinds("KOL4", Place(), ())[-2:] == [K.NO_USUAL, K.DEFAULT_HOLDS]
    assert kinds("KOL4", Place(), (), Owners({}))[-1] is K.NOBODY


made_rules = st.lists(
    st.builds(
        Rule,
        code=st.uuids().map(str),
        rank=st.integers(1, 9),
        owner=st.sampled_from("abc"),
        category=st.none() | st.sampled_from(["BEL", "KLO", "GAT"]),
        area=st.none() | st.sampled_from(["gården", "tunneln", "ängen"]),
        is_outside=st.booleans(),
    ),
    max_size=8,
)
places = st.builds(
    Place, st.lists(st.sampled_from([YARD, TUNNEL, NOBODYS]), unique=True), is_known=st.booleans()
)


@given(st.sampled_from(list(DEFAULTS.subcategories)), places, made_rules, st.booleans())
def test_the_last_step_names_the_owner_that_the_routing_names(
    code: str, place: Place, rules: list[Rule], has_default: bool
) -> None:
    what = DEFAULTS.subcategories[code]
    place = place if place.is_known else Place(is_known=False)
    owners = OWNERS if has_default else Owners(OWNERS.by_class)
    found = route(what, place, rules, owners)
    way = steps(what, place, RuleBook(rules), owners)
    assert way[-1].owner == found.owner
    assert all(step.kind is not StepKind.NOBODY for step in way) or not has_default
