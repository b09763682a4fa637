"""The form of an owner's answer: plain radio buttons that a script may unfold, read into one change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any

from fieldapp.domain import sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.planned_for import QUARTERS
from fieldapp.domain.sentences import Outcome, Template
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.owner_items import OwnerItem
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.web import outside_words
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language

S = TicketStatus
_WEEKS, _TIMES, _YEARS = 40, 5, 4
_OUTCOMES = {
    S.PLANNED: Outcome.PLANNED,
    S.DONE: Outcome.DONE,
    S.INVESTIGATING: Outcome.INVESTIGATING,
    S.NEEDS_PROJECT: Outcome.NEEDS_PROJECT,
    S.DECLINED: Outcome.DECLINED,
}
#: Values that the form asks for; a template that wants others is not offered.
_ASKED = {
    S.PLANNED: frozenset({"when"}),
    S.INVESTIGATING: frozenset({"date"}),
    S.NEEDS_PROJECT: frozenset({"year"}),
}


@dataclass(frozen=True)
class Choice:
    """An option of a list: its value, its words, and the words it puts into a sentence."""

    value: str
    words: str
    in_sentence: str = ""
    short: str = ""


@dataclass(frozen=True)
class Sentence:
    """A template to choose: with its gaps for a script, and as it reads before they are filled."""

    id: str
    gaps: str
    shown: str


class ReplyForm:
    """What can be chosen for one item, what was chosen, and what is wrong with it."""

    def __init__(
        self, item: OwnerItem, today: date, given: Mapping[str, str], photo: IO[bytes] | None = None
    ) -> None:
        self.item = item
        self.today = today
        self.given = given
        self.photo = photo
        self.errors: dict[str, str] = {}

    def value(self, name: str, fallback: str = "") -> str:
        return str(self.given.get(name, fallback)).strip()

    @property
    def is_not_ours(self) -> bool:
        return self.value("ours") == "no"

    def sentences(self, to: TicketStatus) -> list[Sentence]:
        """The library's sentences for this answer, those for exactly this kind of point first."""
        what = self.item.subcategory or self.item.category
        known = _ASKED.get(to, frozenset())
        return [
            Sentence(one.id, one.words.in_(language()), _with_gaps(one))
            for one in sentences.templates_for(_OUTCOMES[to], what)
            if known.issuperset(one.fields)
        ]

    def chosen_sentence(self, to: TicketStatus) -> str:
        """The id of the sentence that is ticked; a no needs a choice of its own."""
        offered = self.sentences(to)
        fallback = "" if to is S.DECLINED or not offered else offered[0].id
        return self.value(f"sentence-{to.value}", fallback)

    def weeks(self) -> list[Choice]:
        """This week and those that follow."""
        monday = self.today - timedelta(days=self.today.weekday())
        return [_week(monday + timedelta(weeks=number)) for number in range(_WEEKS)]

    @property
    def chosen_week(self) -> str:
        """The week of the limit, or a fortnight from now where that has passed."""
        usual = self.item.due_on if self.item.due_on and self.item.due_on >= self.today else None
        found = usual or self.today + timedelta(weeks=2)
        return self.value("week", _week_code(min(found, self.today + timedelta(weeks=_WEEKS - 1))))

    def times(self) -> list[Choice]:
        """The season in which this kind of work can be done, then the next times of the year."""
        what = load_defaults().find(self.item.category, self.item.subcategory)
        codes = [what.season] if what.season else []
        codes += _times_of_year(self.today)[:_TIMES]
        return [
            Choice(code, _capital(outside_words.planned(code)), outside_words.planned(code)) for code in codes
        ]

    @property
    def running_words(self) -> str:
        return outside_words.planned("running")

    def years(self) -> list[str]:
        return [str(self.today.year + ahead) for ahead in range(1, _YEARS + 1)]

    def no_photo_reasons(self) -> list[str]:
        return [_("Vi tog ingen bild."), _("Det syns inte på bild."), _("Det var redan ordnat.")]

    def change(self) -> TicketChange | None:
        """What the reader answers; None with `errors` filled where something is missing."""
        version = self.value("version")
        if not version.isdecimal():
            self.errors["form"] = _("Ladda om sidan och försök igen.")
            return None
        if self.is_not_ours:
            return TicketChange(to=S.BOUNCED, version=int(version), note=self._whose())
        to = next((one for one in self.item.choices if one.value == self.value("act")), None)
        if to is None:
            self.errors["act"] = _("Välj ett svar.")
            return None
        values = self._values(to)
        said = self._sentence(to)
        return None if self.errors else TicketChange(to=to, version=int(version), sentence=said, **values)

    def _whose(self) -> str:
        found = [self.value("whose"), self.value("whose_words")]
        return ". ".join(part for part in found if part)[:500]

    def _values(self, to: TicketStatus) -> dict[str, Any]:
        if to is S.PLANNED:
            return {"planned_for": self._planned_for()}
        if to is S.INVESTIGATING:
            return {"answer_by": self._answer_by()}
        if to is S.DONE:
            return {
                "no_photo_reason": "" if self.photo else self.value("no_photo") or self.no_photo_reasons()[0]
            }
        own = self.value("own_words")
        return {"reason": own[:600]} if own else {}

    def _planned_for(self) -> str:
        by_kind = {"week": self.chosen_week, "time": self.value("time"), "running": "running"}
        found = by_kind.get(self.value("when", "week"), "")
        if not found:
            self.errors["when"] = _("Välj när det görs.")
        return found

    def _answer_by(self) -> date | None:
        try:
            found = date.fromisoformat(self.value("answer_by"))
        except ValueError:
            self.errors["answer_by"] = _("Välj en dag för beskedet.")
            return None
        first, last = self.item.extension or (found, found)
        if not first <= found <= last:
            span = {"first": outside_words.day(first), "last": outside_words.day(last)}
            self.errors["answer_by"] = _("Välj en dag från %(first)s till %(last)s.") % span
        return found

    def _sentence(self, to: TicketStatus) -> dict[str, Any] | None:
        own = self.value("own_words")
        if own:
            return {"text": own, "lang": language()}
        chosen = self.chosen_sentence(to)
        if chosen not in {one.id for one in self.sentences(to)}:
            self.errors["sentence"] = _("Välj ett skäl, eller skriv med egna ord.")
            return None
        fields = sentences.templates()[chosen].fields
        year = self.value("year", self.years()[0])
        values = {"year": int(year)} if "year" in fields and year in self.years() else {}
        return {"template": chosen, "values": values}


def _with_gaps(template: Template) -> str:
    words = template.words.in_(language()).format_map(dict.fromkeys(template.fields, "…"))
    return words.replace("….", "…")


def _week_code(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def _week(monday: date) -> Choice:
    code = _week_code(monday)
    days = outside_words.week_days(monday)
    number = str(monday.isocalendar().week)
    return Choice(code, f"{number} ({days})", outside_words.planned(code), days)


def _times_of_year(today: date) -> list[str]:
    """The rest of this time of the year and the next ones; winter is named by the year it ends in."""
    found = []
    for ahead in range(0, 18, 3):
        month = (today.month - 1 + ahead) % 12 + 1
        year = today.year + (today.month - 1 + ahead) // 12
        name = next(name for name, (first, last) in QUARTERS.items() if _is_in(month, first, last))
        found.append(f"{year + 1 if month == 12 else year}-{name}")
    return found


def _is_in(month: int, first: int, last: int) -> bool:
    return first <= month <= last if first <= last else month >= first or month <= last


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
