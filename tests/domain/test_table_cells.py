"""Cells of tables: absences in one of them, and no text that a spreadsheet takes for a formula."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.absences import ABSENCE_MAX_DAYS, Absence, from_cell, in_cell
from fieldapp.domain.errors import Invalid
from fieldapp.domain.table_cells import guarded, unguarded

SUMMER = Absence(date(2026, 7, 6), date(2026, 8, 2), "eva@demo.invalid", "Eva Ek")
AUTUMN = Absence(date(2026, 10, 26), date(2026, 10, 26), "jourhavande@demo.invalid")


def test_absences_are_written_in_one_cell_and_read_again() -> None:
    cell = in_cell([AUTUMN, SUMMER])
    assert (
        cell
        == "2026-07-06/2026-08-02 eva@demo.invalid Eva Ek | 2026-10-26/2026-10-26 jourhavande@demo.invalid"
    )
    assert from_cell(cell) == (SUMMER, AUTUMN)
    assert (in_cell([]), from_cell("")) == ("", ())


@pytest.mark.parametrize(
    "cell",
    [
        "juli",
        "2026-07-06 eva@demo.invalid",
        "2026-08-02/2026-07-06 eva@demo.invalid",
        "2026-02-30/2026-03-01 e@x.se",
    ],
)
def test_a_cell_that_is_no_absence_is_refused(cell: str) -> None:
    with pytest.raises(Invalid, match="not-an-absence"):
        from_cell(cell)


@pytest.mark.parametrize(
    ("days", "field", "code"),
    [(-1, "until_on", "before-its-beginning"), (ABSENCE_MAX_DAYS, "until_on", "absence-too-long")],
)
def test_an_absence_ends_after_it_began_and_not_years_later(days: int, field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Absence(SUMMER.from_on, SUMMER.from_on + timedelta(days=days), "eva@demo.invalid")
    assert (refused.value.field, refused.value.code) == (field, code)


def test_an_absence_covers_both_of_its_ends() -> None:
    assert [SUMMER.covers(date(2026, month, day)) for month, day in ((7, 5), (7, 6), (8, 2), (8, 3))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "+46 8 12", "\t=1", "  =1", "＝1"])
def test_what_a_spreadsheet_would_reckon_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@given(st.text(alphabet="'=+-@ ab＝\t", max_size=6))
def test_a_cell_is_read_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
