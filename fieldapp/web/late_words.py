"""The page of what is late, in words: its columns, and where each number leads."""

from flask import url_for

from fieldapp.domain.lateness import Age
from fieldapp.services.lateness import Row
from fieldapp.web.language import gettext as _


def column(age: str) -> str:
    """The head of a column."""
    return {
        Age.FRESH: _("0–10 dagar"),
        Age.REMINDED: _("11–20 dagar"),
        Age.CLOSING: _("21–30 dagar"),
        Age.OVER: _("Över 30 dagar"),
        Age.PROMISE: _("Sena löften"),
    }[Age(age)]


def colour(age: Age, late_count: int) -> str:
    """Red only for what is later than was promised."""
    if late_count:
        return "rust"
    return "amber" if age is Age.CLOSING else "plain"


def address(row: Row, age: Age) -> str:
    """The list of just these tickets."""
    if row.owner is None:
        return url_for("tickets.overview", desk=1, age=age.value, group="open")
    return url_for("tickets.overview", owner=row.owner.id, age=age.value, group="open")


def all_of_age(age: Age) -> str:
    return url_for("tickets.overview", age=age.value, group="open")


def all_of(row: Row) -> str:
    if row.owner is None:
        return url_for("tickets.overview", desk=1, group="open")
    return url_for("tickets.overview", owner=row.owner.id, group="open")
