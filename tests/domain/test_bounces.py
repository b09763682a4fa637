"""What "inte vår" teaches: the rule that would have been right, after three like ones and not before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.bounces import ENOUGH, Bounce, is_known, lessons, named, place_of
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.routing import AreaHit, Owners, Place, Rule, RuleBook, route

WHAT = load_defaults().find("BEL", "BEL1")


def back(ticket: str, to: str | None = "brohus", **given: str | None) -> Bounce:
    values: dict[str, str | None] = {"category": "BEL", "subcategory": "BEL1", "area": "gården", **given}
    return Bounce(ticket, from_owner=str(values.pop("from_owner", "ljus")), to_owner=to, **values)  # type: ignore[arg-type]


THREE = [back("1"), back("2"), back("3")]


def test_three_like_ones_make_a_rule_and_two_do_not() -> None:
    assert ENOUGH == 3
    assert lessons(THREE[:2]) == ()
    [found] = lessons(THREE)
    rule = found.rule("new", 10)
    assert (rule.owner, rule.category, rule.subcategory, rule.area) == ("brohus", "BEL", "BEL1", "gården")
    assert not rule.is_outside
    assert found.tickets == ("1", "2", "3")


@pytest.mark.parametrize(
    "third",
    [
        back("3", subcategory="BEL2"),
        back("3", category="KLO", subcategory=None),
        back("3", area="parken"),
        back("3", area=None),
        back("3", from_owner="gata"),
        back("3", to="region"),
        back("3", to="ljus"),
        back("3", to=None),
        back("2"),
    ],
)
def test_what_is_not_alike_is_not_counted(third: Bounce) -> None:
    assert lessons([*THREE[:2], third]) == ()


def test_what_was_sent_on_and_on_teaches_from_its_first_owner_to_its_last() -> None:
    chains = [one for n in "123" for one in (back(n, "region"), back(n, "brohus", from_owner="region"))]
    [found] = lessons(chains)
    assert (found.from_owner, found.to_owner, len(found.tickets)) == ("ljus", "brohus", 3)


def test_of_two_owners_the_one_that_got_most_is_learned_and_none_where_they_are_equal() -> None:
    others = [back(n, "region") for n in "456"]
    assert lessons([*THREE, *others]) == ()
    [found] = lessons([*THREE, back("7"), *others])
    assert found.to_owner == "brohus"


def test_outside_all_areas_the_rule_says_nothing_of_any_area() -> None:
    [found] = lessons([back(n, area=None) for n in "123"])
    rule = found.rule("new", 1)
    assert rule.is_outside
    assert rule.matches(WHAT, frozenset())
    assert not rule.matches(WHAT, frozenset({"gården"}))
    assert not rule.matches(WHAT, None)


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ((), 0),
        ((Rule("a", 1, "x", category="GAT"),), 1),
        ((Rule("a", 1, "x", category="GAT"), Rule("b", 2, "ljus", category="BEL"), Rule("c", 3, "y")), 1),
        ((Rule("a", 1, "x", category="BEL", area="parken"), Rule("b", 2, "ljus", area="gården")), 1),
    ],
)
def test_the_new_rule_is_asked_before_the_one_that_misled(rules: tuple[Rule, ...], place: int) -> None:
    assert place_of(lessons(THREE)[0], WHAT, rules) == place


made_rules = st.lists(
    st.builds(
        Rule,
        code=st.uuids().map(str),
        rank=st.integers(1, 9),
        owner=st.sampled_from(["ljus", "gata", "brohus"]),
        category=st.sampled_from([None, "BEL", "GAT"]),
        area=st.sampled_from([None, "gården", "parken"]),
        is_outside=st.just(False),
    ),
    max_size=8,
)


@given(made_rules, st.sampled_from(["gården", None]))
def test_once_it_is_made_like_points_go_to_the_right_owner_and_it_is_offered_no_more(
    rules: list[Rule], area: str | None
) -> None:
    [lesson] = lessons([back(n, area=area) for n in "123"])
    ranked = list(RuleBook(rules).ranked)
    ranked.insert(place_of(lesson, WHAT, ranked), lesson.rule("new", 0))
    book = RuleBook(Rule(**{**vars(one), "rank": rank}) for rank, one in enumerate(ranked))
    place = Place((AreaHit(area),) if area else ())
    assert route(WHAT, place, book, Owners({})).owner == "brohus"
    assert is_known(lesson, WHAT, book)


NAMES = ("Brohus", "Brohus Bostäder", "Gata och park", "")


@pytest.mark.parametrize(
    ("words", "owner"),
    [
        ("Brohus Bostäder: det är deras gård", "Brohus Bostäder"),
        ("brohus. Tror vi", "Brohus"),
        ("Gata och park", "Gata och park"),
        ("Brohusets gård", None),
        ("Det är nog Brohus", None),
        ("", None),
    ],
)
def test_the_answer_to_whose_begins_with_an_owner_s_name(words: str, owner: str | None) -> None:
    assert named(words, NAMES) == owner
