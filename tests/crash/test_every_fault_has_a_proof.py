"""The fault table is true: each number has a test that exists, or a script for a person with a real phone."""

import re

import pytest

from config import ROOT

TABLE = (ROOT / "docs" / "fault-table.md").read_text(encoding="utf-8")
NUMBERS = range(1, 40)
_ROW = re.compile(r"^\| F(\d+) \|(.*)\|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_SCRIPT = re.compile(r"\[manual\]\(#(f\d\d)\)")


def rows() -> dict[int, str]:
    return {int(number): rest for number, rest in _ROW.findall(TABLE)}


def is_tested(number: int) -> bool:
    """Whether a test under tests/crash carries the number, or the row names one of the chaos run."""
    wanted = re.compile(rf"^def test_(?:\w+_)?f{number:02}_", re.MULTILINE)
    files = (ROOT / "tests" / "crash").rglob("test_*.py")
    in_chaos = any(file.startswith("tests/soak/") for file, _ in _NAMED.findall(rows().get(number, "")))
    return in_chaos or any(wanted.search(file.read_text(encoding="utf-8")) for file in files)


def script_of(number: int) -> str | None:
    """The manual script that the row points at, if it does."""
    found = _SCRIPT.search(rows().get(number, ""))
    return None if found is None else script(found[1])


def script(name: str) -> str:
    found = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", TABLE, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    return found[1] if found else ""


def test_the_table_has_each_number_once() -> None:
    assert [int(number) for number, _ in _ROW.findall(TABLE)] == list(NUMBERS)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_fault_has_a_test_or_a_script_for_a_real_phone(number: int) -> None:
    assert is_tested(number) or script_of(number), f"nothing proves F{number}"


@pytest.mark.parametrize("number", NUMBERS)
def test_each_test_that_the_table_names_exists(number: int) -> None:
    named = _NAMED.findall(rows()[number])
    assert named or script_of(number) is not None
    for file, name in named:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", text, re.MULTILINE), f"{file} has no {name}"


@pytest.mark.parametrize("name", sorted(set(_SCRIPT.findall(TABLE))))
def test_a_script_says_what_to_do_and_what_must_be_seen_in_ten_lines(name: str) -> None:
    steps = re.findall(r"^\d+\. ", script(name), re.MULTILINE)
    assert 3 <= len(steps) <= 10
    assert "iPhone" in script(name) and "Android" in script(name)
