"""The fields of a ticket's page and of the list above it, read as what the services take."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldapp.domain.assets import ASSET_MAX, asset_number
from fieldapp.domain.errors import Invalid
from fieldapp.domain.lateness import Age
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import library
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.reading import GROUPS, Filters
from fieldapp.web.forms.review import uuid, version
from fieldapp.web.language import language


def change(form: Mapping[str, str], has_photo: bool) -> TicketChange:
    """The act that the form asks for; raises `Invalid` naming a field that cannot be read."""
    try:
        to = TicketStatus(form.get("to", ""))
    except ValueError as error:
        raise Invalid("to", "unknown-state") from error
    return TicketChange(
        to=to,
        version=version(form),
        sentence=_sentence(form),
        reason=form.get("reason", ""),
        planned_for=form.get("planned_on") or form.get("planned_for", ""),
        answer_by=_day(form.get("answer_by", "")),
        no_photo_reason=form.get("no_photo_reason", ""),
        has_photo=has_photo,
        into=form.get("into", ""),
        owner=form.get("owner", ""),
        external_case=form.get("external_case", ""),
        note=form.get("note", ""),
    )


def filters(query: Mapping[str, str]) -> Filters:
    """What the list is narrowed to, the open ones unless a group is asked for; nonsense narrows nothing."""
    return Filters(
        states=GROUPS.get(query.get("group", ""), GROUPS["open"]),
        owner_id=uuid(query.get("owner")),
        walk_id=uuid(query.get("walk")),
        only_late=query.get("late") == "1",
        asset=_asset(query.get("asset", "")),
        age=age(query.get("age", "")),
        at_desk=query.get("desk") == "1",
    )


def age(code: str) -> Age | None:
    return Age(code) if code in set(Age) else None


def kept(query: Mapping[str, str]) -> dict[str, str]:
    """The filters of this page for the addresses of the next ones."""
    names = ("group", "owner", "walk", "late", "age", "desk", "asset")
    found = {name: query[name] for name in names if query.get(name)}
    return {name: text for name, text in found.items() if name != "age" or age(text)}


def _asset(text: str) -> str:
    """The number as it is kept; what is too long to be one is nobody's."""
    return asset_number(text[:ASSET_MAX])


def _sentence(form: Mapping[str, str]) -> dict[str, Any] | None:
    """Own words go before the chosen template."""
    own = form.get("own_words", "").strip()
    if own:
        return {"text": own, "lang": language()}
    template = library.known().get(form.get("template", ""))
    if template is None:
        return None
    year = form.get("year", "")
    values = {"year": int(year)} if "year" in template.fields and year.isdecimal() else {}
    return {"template": template.id, "values": values}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid("answer_by", "not-a-day") from error
