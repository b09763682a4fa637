"""Every act that a screen makes without coverage is a kind that the server takes, and the other way round."""

import re
from pathlib import Path

import pytest

from fieldapp.domain.commands import PAYLOADS

SCRIPTS = Path(__file__).resolve().parents[2] / "static" / "js"
#: The functions of queue/outbox.js that put an act in the queue, and the doors that hand a kind on to them.
MAKERS = {
    "queue/outbox.js": ("makeAct", "addAct", "say"),
    "crew/acts.js": ("store",),
}
#: Kinds that the contract has and no screen offers yet.
WITHOUT_A_SCREEN = {
    "observation.merge": "points are merged at the desk; the leader's phone shows no pairs yet",
    "observation.owner": "owners are named at the desk; the secretary's phone shows none yet",
    "photo.remove": "a photo goes with its point by Ångra or is painted over; none is taken away alone yet",
    "vote.set": "the closing round, in which people vote, has no screen yet",
    "followup.verdict": "the walk that comes back to see what was done has no screen yet",
}
_CALL = r"(?<![\w.])(?:{makers})\(\s*(?P<first>\"[^\"]*\"|[^,()]+)"
_KIND = re.compile(r"\"[a-z]+\.[a-z]+\"")


def scripts() -> dict[str, str]:
    """The sources by their names below static/js."""
    return {
        str(path.relative_to(SCRIPTS)): path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js")
    }


def firsts(name: str, code: str) -> list[str]:
    """What the calls of a script to a maker give as kind, as it is written; literals with their quotes."""
    makers = "|".join(
        maker for module, made in MAKERS.items() for maker in made if knows(name, code, module, maker)
    )
    if not makers:
        return []
    calls_only = re.sub(rf"(?:function|const)\s+(?:{makers})\b", "", code)
    return [found["first"].strip() for found in re.finditer(_CALL.format(makers=makers), calls_only)]


def knows(name: str, code: str, module: str, maker: str) -> bool:
    """Whether a script is the module that has the maker, or imports it from there."""
    imported = rf"import\s*{{[^}}]*\b{maker}\b[^}}]*}}\s*from\s*\"[^\"]*/{Path(module).name}\""
    return name == module or re.search(imported, code) is not None


@pytest.fixture(scope="module")
def offered() -> set[str]:
    return {one.strip('"') for name, code in scripts().items() for one in firsts(name, code) if one[0] == '"'}


def test_every_act_that_a_screen_offers_is_a_kind_of_the_contract(offered: set[str]) -> None:
    assert len(offered) > 5
    assert offered - PAYLOADS.keys() == set()


def test_every_kind_has_a_screen_or_a_reason_why_none(offered: set[str]) -> None:
    assert PAYLOADS.keys() - offered == WITHOUT_A_SCREEN.keys()


def test_a_kind_is_always_written_out_where_an_act_is_made() -> None:
    """A kind put together at run time would pass the two tests above unseen."""
    handed_on = {
        (name, one) for name, code in scripts().items() for one in firsts(name, code) if one[0] != '"'
    }

    assert handed_on <= {(module, "kind") for module in MAKERS}


def test_no_script_names_a_kind_that_is_unknown() -> None:
    named = {found.strip('"') for code in scripts().values() for found in _KIND.findall(code)}
    of_acts = {one for one in named if one.split(".")[0] in {kind.split(".")[0] for kind in PAYLOADS}}

    assert of_acts - PAYLOADS.keys() == set()
