"""Forms about a walk: its facts, one stop, and who was there."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import DateInput, TextInput, TimeInput

from fieldapp.domain.clock import STOCKHOLM, local
from fieldapp.domain.errors import Invalid
from fieldapp.domain.numbers import prefix_of
from fieldapp.services.walk_planning import WalkFacts
from fieldapp.services.walk_running import Present
from fieldapp.translations import N_
from fieldapp.web.language import Later

REQUIRED = InputRequired(Later(N_("Fyll i det här.")))
_COUNT = re.compile(r"^(?P<name>.+?)(?:[,;:\t]\s*(?P<count>[0-9]{1,4}))?\s*$")


class DayField(Field):  # type: ignore[misc]
    """A date as browsers send it."""

    widget = DateInput()
    data: date | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            self.data = date.fromisoformat(str(valuelist[0])) if valuelist and valuelist[0] else None
        except ValueError:
            raise ValueError(Later(N_("Skriv en dag, till exempel 2026-09-24."))) from None


class ClockField(Field):  # type: ignore[misc]
    """A time on the wall, "18:00" or "18.00"."""

    widget = TimeInput()
    data: time | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            text = str(valuelist[0]).replace(".", ":") if valuelist and valuelist[0] else ""
            self.data = time.fromisoformat(text) if text else None
        except ValueError:
            raise ValueError(Later(N_("Skriv en tid, till exempel 18.00."))) from None


class DegreesField(Field):  # type: ignore[misc]
    """A latitude or longitude in degrees; a comma is as good as a point."""

    widget = TextInput()
    data: float | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:.6f}".rstrip("0") if self.data is not None else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip().replace(",", ".") if valuelist else ""
        try:
            self.data = float(text) if text else None
        except ValueError:
            raise ValueError(Later(N_("Skriv grader med decimaler, till exempel 59,5028."))) from None


class CountField(Field):  # type: ignore[misc]
    """A number of people, 0 when nothing is written."""

    widget = TextInput()
    data: int | None = None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        if text and not (text.isascii() and text.isdecimal() and len(text) <= 4):
            raise ValueError(Later(N_("Skriv ett antal med siffror.")))
        self.data = int(text or 0)


def within(most: int) -> Callable[[Any, Any], None]:
    """A validator: at most so many characters."""

    def check(_form: Any, field: Any) -> None:
        if len(field.data or "") > most:
            raise ValidationError(Later(N_("Det är för långt.")))

    return check


class WalkForm(FlaskForm):  # type: ignore[misc]
    """The facts of a walk; times are those on the wall in Sweden."""

    place = StringField(Later(N_("Plats")), [REQUIRED, within(80)])
    title = StringField(Later(N_("Namn på vandringen")), [REQUIRED, within(160)])
    theme = StringField(Later(N_("Tema")), [within(200)])
    gathering = StringField(Later(N_("Samling")), [within(160)])
    day = DayField(Later(N_("Dag")), [REQUIRED])
    starts = ClockField(Later(N_("Börjar")), [REQUIRED])
    ends = ClockField(Later(N_("Slutar")), [REQUIRED])
    is_step_free = BooleanField(Later(N_("Hela rutten går utan trappor")))
    releases_all = BooleanField(Later(N_("Alla deltagare ser allas punkter direkt")))
    leader_role = StringField(Later(N_("Ledare, som roll")), [within(120)])
    register_number = StringField(Later(N_("Diarienummer")), [within(40)])
    follows = SelectField(Later(N_("Följer upp")), validate_choice=False)

    def validate_place(self, field: StringField) -> None:
        try:
            prefix_of(field.data or "")
        except Invalid:
            raise ValidationError(Later(N_("Platsen behöver ett namn med bokstäver."))) from None

    def validate_ends(self, field: ClockField) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(Later(N_("Vandringen slutar innan den börjar.")))

    def facts(self) -> WalkFacts:
        day, starts, ends = self.day.data, self.starts.data, self.ends.data
        if day is None or starts is None or ends is None:
            raise Invalid("day")
        return WalkFacts(
            place=self.place.data or "",
            title=self.title.data or "",
            theme=self.theme.data or "",
            gathering=self.gathering.data or "",
            starts_at=_utc(day, starts),
            ends_at=_utc(day, ends),
            is_step_free=bool(self.is_step_free.data),
            releases_all=bool(self.releases_all.data),
            register_number=self.register_number.data or "",
            leader_role=self.leader_role.data or "",
            follows_id=_uuid(self.follows.data),
        )

    def fill(self, walk: Any) -> None:
        """Show what is known of a walk."""
        for name in ("place", "title", "theme", "gathering", "is_step_free", "releases_all"):
            self[name].data = getattr(walk, name)
        self.leader_role.data, self.register_number.data = walk.leader_role, walk.register_number
        starts, ends = local(walk.starts_at), local(walk.ends_at)
        self.day.data, self.starts.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.follows.data = str(walk.follows_id or "")


class StopForm(FlaskForm):  # type: ignore[misc]
    """A stop: its name and where it is."""

    name = StringField(Later(N_("Namn på stoppet")), [REQUIRED, within(160)])
    lat = DegreesField(Later(N_("Latitud")), [REQUIRED])
    lon = DegreesField(Later(N_("Longitud")), [REQUIRED])

    def validate_lat(self, field: DegreesField) -> None:
        if field.data is not None and not -90 <= field.data <= 90:
            raise ValidationError(Later(N_("Latitud är mellan −90 och 90.")))

    def validate_lon(self, field: DegreesField) -> None:
        if field.data is not None and not -180 <= field.data <= 180:
            raise ValidationError(Later(N_("Longitud är mellan −180 och 180.")))

    def values(self) -> tuple[str, float, float]:
        """Name, latitude, longitude of a form that was found right."""
        return self.name.data or "", self.lat.data or 0.0, self.lon.data or 0.0


class PresentForm(FlaskForm):  # type: ignore[misc]
    """Who was there. One organisation a line, with how many came: "Upplands-Brohus, 2"."""

    resident_count = CountField(Later(N_("Antal boende")))
    organisations = TextAreaField(Later(N_("Organisationer")), [within(2000)])
    weather = StringField(Later(N_("Väder")), [within(120)])

    def present(self) -> Present:
        lines = [line.strip() for line in (self.organisations.data or "").splitlines()]
        found = [match for line in lines if line and (match := _COUNT.match(line))]
        return Present(
            resident_count=self.resident_count.data or 0,
            organisations=[(match["name"].strip(), int(match["count"] or 0)) for match in found],
            weather=self.weather.data or "",
        )

    def fill(self, walk: Any) -> None:
        self.resident_count.data, self.weather.data = walk.resident_count, walk.weather
        self.organisations.data = "\n".join(
            f"{one['name']}, {one['count']}" if one.get("count") else one["name"]
            for one in walk.organisations
        )


def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, STOCKHOLM).astimezone(UTC)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
