"""The default set is filled in once, and never over what a municipality has made its own."""

from flask import Flask

from fieldapp.domain.categories import load_defaults
from fieldapp.services import defaults, upgrading
from fieldapp.store import categories
from fieldapp.store.categories import Category
from fieldapp.store.db import by_key, unit_of_work


def test_upgrading_fills_an_empty_installation(app: Flask) -> None:
    upgrading.upgrade()
    default_set = load_defaults()
    assert [one.code for one in categories.all_categories()] == list(default_set.categories)
    subs = {one.code: one.enabled for one in categories.all_subcategories()}
    assert subs == {code: one.in_default_set for code, one in default_set.subcategories.items()}


def test_a_second_time_changes_nothing(app: Flask) -> None:
    assert defaults.fill() > 0
    assert defaults.fill() == 0


def test_names_and_what_was_turned_off_stay(app: Flask) -> None:
    defaults.fill()
    with unit_of_work():
        row = by_key(Category, "BEL")
        assert row is not None
        row.sv, row.enabled = "Ljuset hos oss", False
    defaults.fill()
    row = by_key(Category, "BEL")
    assert row is not None
    assert (row.sv, row.enabled) == ("Ljuset hos oss", False)


def test_what_a_later_release_brings_is_added(app: Flask) -> None:
    defaults.fill()
    with unit_of_work() as work:
        work.delete(categories.all_subcategories()[-1])
    assert defaults.fill() == 1
