"""Who must answer: rules by rank, then the ground, then the usual owner, and always with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.routing import AreaHit, Owners, Place, Reason, Routing, Rule, route
from fieldapp.domain.urgency import DueRule, Urgency

DEFAULTS = load_defaults()
OWNERS = Owners(
    {
        "GP": "gata-park",
        "BE": "ljusdrift",
        "BO": "brohus",
        "EL": "elbolaget",
        "SO": "trygghet",
        "PO": "polis",
    },
    default="kontaktcenter",
)
YARD = AreaHit("gården", "brohus", "BO")
OTHER_YARD = AreaHit("andra gården", "bostadsbolaget", "BO")
TUNNEL = AreaHit("tunneln", "gata-park", "GP")
DISTRICT = AreaHit("Brunna")
NOWHERE = Place()


def routed(
    code: str, place: Place = NOWHERE, rules: tuple[Rule, ...] = (), owners: Owners = OWNERS
) -> Routing:
    category = code.rstrip("0123456789")
    return route(DEFAULTS.find(category, code if code != category else None), place, rules, owners)


@pytest.mark.parametrize(
    ("code", "areas", "owner", "reason"),
    [
        ("BEL1", (), "ljusdrift", Reason.USUAL_OWNER),
        ("BEL1", (YARD,), "brohus", Reason.GROUND),
        ("BEL1", (OTHER_YARD,), "bostadsbolaget", Reason.GROUND),
        ("BEL1", (DISTRICT, YARD), "brohus", Reason.GROUND),
        # Streets and parks own no lamps: in their tunnel the lamps are the lighting contractor's.
        ("BEL1", (TUNNEL, YARD), "ljusdrift", Reason.USUAL_OWNER),
        ("KLO1", (TUNNEL, YARD), "gata-park", Reason.GROUND),
        # A pothole is not place-bound: the ground does not decide.
        ("GAT1", (YARD,), "gata-park", Reason.USUAL_OWNER),
        ("KLO3", (), "elbolaget", Reason.USUAL_OWNER),
        ("REN3", (), "kontaktcenter", Reason.DEFAULT_OWNER),
        # What is good is thanked for on whoever's ground it is.
        ("POS2", (YARD,), "brohus", Reason.GROUND),
        ("POS", (TUNNEL,), "gata-park", Reason.GROUND),
        ("BEL", (YARD,), "brohus", Reason.GROUND),
        ("BEL", (), "ljusdrift", Reason.USUAL_OWNER),
    ],
)
def test_the_ground_decides_only_what_it_can_own(
    code: str, areas: tuple[AreaHit, ...], owner: str, reason: Reason
) -> None:
    found = routed(code, Place(areas))
    assert (found.owner, found.because.code) == (owner, reason)
    assert found.because.values["category"] == code


def test_the_reason_names_the_area_and_the_class() -> None:
    assert routed("BEL1", Place((YARD,))).because.values == {
        "category": "BEL1",
        "area": "gården",
        "owner_class": "BO",
    }
    assert routed("BEL1").because.values == {"category": "BEL1", "owner_class": "BE"}


def test_without_any_owner_nobody_is_guessed() -> None:
    found = routed("BEL1", owners=Owners({}))
    assert (found.owner, found.because.code) == (None, Reason.NOBODY)


def test_the_police_are_told_and_never_made_to_answer() -> None:
    found = routed("UPP3")
    assert (found.owner, found.informed) == ("trygghet", ("polis",))
    assert routed("SAK1").informed == ()


RULES = (
    Rule("any", 90, "kontaktcenter"),
    Rule("lamps", 50, "ljusdrift", category="BEL"),
    Rule("lamps-in-tunnel", 10, "tunnelgruppen", category="BEL", area="tunneln", urgency=Urgency.SNART),
    Rule("dark", 20, "plan", subcategory="BEL3", due=DueRule.parse("60 answer_days")),
)


@pytest.mark.parametrize(
    ("code", "areas", "rule"),
    [
        ("BEL1", (), "lamps"),
        ("BEL1", (YARD,), "lamps"),
        ("BEL1", (YARD, TUNNEL), "lamps-in-tunnel"),
        ("BEL3", (), "dark"),
        ("BEL3", (TUNNEL,), "lamps-in-tunnel"),
        ("GAT1", (TUNNEL,), "any"),
        ("BEL", (), "lamps"),
    ],
)
def test_the_first_rule_by_rank_wins_over_ground_and_category(
    code: str, areas: tuple[AreaHit, ...], rule: str
) -> None:
    found = routed(code, Place(areas), RULES)
    chosen = next(one for one in RULES if one.code == rule)
    assert found.because.values["rule"] == rule
    assert (found.owner, found.urgency, found.due) == (chosen.owner, chosen.urgency, chosen.due)
    assert found.because.code is (Reason.RULE_IN_AREA if chosen.area else Reason.RULE)


@pytest.mark.parametrize(
    ("code", "place", "rules", "flagged"),
    [
        ("BEL1", Place((YARD,), border_distance_m=4, accuracy_m=6), (), True),
        ("BEL1", Place((YARD,), border_distance_m=42, accuracy_m=6), (), False),
        ("BEL1", Place((), border_distance_m=4, accuracy_m=6), (), True),
        ("BEL1", Place((YARD,), border_distance_m=6, accuracy_m=6), (), True),
        ("BEL1", Place((YARD,), border_distance_m=None, accuracy_m=6), (), False),
        ("BEL1", Place(is_known=False), (), True),
        # Nothing depends on the place, so nobody needs to look.
        ("GAT1", Place((YARD,), border_distance_m=1, accuracy_m=6), (), False),
        ("GAT1", Place(is_known=False), (), False),
        ("GAT1", Place(border_distance_m=1, accuracy_m=6), (Rule("t", 1, "x", area="tunneln"),), True),
        ("GAT1", Place(border_distance_m=1, accuracy_m=6), RULES, False),
    ],
)
def test_a_point_within_its_accuracy_of_a_border_is_flagged(
    code: str, place: Place, rules: tuple[Rule, ...], flagged: bool
) -> None:
    assert routed(code, place, rules).near_border is flagged


codes = st.sampled_from(list(DEFAULTS.subcategories))
areas = st.sampled_from([YARD, OTHER_YARD, TUNNEL, DISTRICT])
made_rules = st.lists(
    st.builds(
        Rule,
        code=st.uuids().map(str),
        rank=st.integers(0, 5),
        owner=st.sampled_from("abc"),
        category=st.none() | st.sampled_from(list(DEFAULTS.categories)),
        subcategory=st.none() | codes,
        area=st.none() | areas.map(lambda hit: hit.area),
    ),
    max_size=12,
)


@given(codes, st.lists(areas, unique=True), made_rules)
def test_no_rule_of_a_lower_rank_that_matches_is_passed_over(
    code: str, hits: list[AreaHit], rules: list[Rule]
) -> None:
    found = routed(code, Place(hits), tuple(rules))
    category, here = code.rstrip("0123456789"), {hit.area for hit in hits}
    matching = [
        rule
        for rule in rules
        if rule.category in (None, category)
        and rule.subcategory in (None, code)
        and (rule.area is None or rule.area in here)
    ]
    if matching:
        first = min(matching, key=lambda rule: rule.rank)
        assert (found.owner, found.because.values["rule"]) == (first.owner, first.code)
    else:
        assert "rule" not in found.because.values
        assert found.owner is not None
