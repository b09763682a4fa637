"""The form of an owner's answer: plain radio buttons that a script may unfold, read into one change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import IO, Any
from uuid import UUID

from fieldapp.domain import promise_times, sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.sentences import CASE_MAX, OWN_WORDS_MAX, Library, Outcome, Template
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import library
from fieldapp.services.owner_items import ANSWERS, OwnerItem
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.web import outside_words
from fieldapp.web.language import gettext as _
from fieldapp.web.language import language

S = TicketStatus
#: The sentence of work that is done in part.
REST = "planned.rest"
_NOTE_MAX = 500
_USUAL_WAIT = timedelta(weeks=4)
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
    """What can be chosen for these items at once, what was chosen, and what is wrong with it."""

    def __init__(
        self,
        items: Sequence[OwnerItem],
        today: date,
        given: Mapping[str, str],
        photo: IO[bytes] | None = None,
    ) -> None:
        self.items = tuple(items)
        self.today = today
        self.given = given
        self.photo = photo
        self.errors: dict[str, str] = {}

    @cached_property
    def _library(self) -> Library:
        return library.offered()

    def value(self, name: str, fallback: str = "") -> str:
        return str(self.given.get(name, fallback)).strip()

    @property
    def item(self) -> OwnerItem:
        """The first one: where there is only one, that."""
        return self.items[0]

    @property
    def is_not_ours(self) -> bool:
        return self.value("ours") == "no"

    @property
    def may_bounce(self) -> bool:
        return all(item.may_bounce for item in self.items)

    @property
    def choices(self) -> list[TicketStatus]:
        """The answers that all of them allow."""
        return [
            to
            for to in ANSWERS
            if all(to in item.choices for item in self.items)
            and (to is not S.INVESTIGATING or self.extension is not None)
        ]

    @property
    def extension(self) -> tuple[date, date] | None:
        """The days from and to which the answers to all of them may be moved."""
        spans = [item.extension for item in self.items if item.extension is not None]
        if len(spans) < len(self.items):
            return None
        first, last = max(span[0] for span in spans), min(span[1] for span in spans)
        return (first, last) if first <= last else None

    @property
    def usual_answer_day(self) -> date | None:
        """Four weeks after the promised day, or the last day that is left."""
        return min(self.extension[0] + _USUAL_WAIT, self.extension[1]) if self.extension else None

    def sentences(self, to: TicketStatus) -> list[Sentence]:
        """The library's sentences that fit all of them, those for exactly this kind of point first."""
        if to not in _OUTCOMES:
            return []
        known = _ASKED.get(to, frozenset())
        fitting = [sentences.templates_for(_OUTCOMES[to], _kind(item), self._library) for item in self.items]
        everywhere = set.intersection(*({one.id for one in found} for found in fitting))
        return [
            Sentence(one.id, one.words.in_(language()), _with_gaps(one))
            for one in fitting[0]
            if one.id in everywhere and one.id != REST and known.issuperset(one.fields)
        ]

    def chosen_sentence(self, to: TicketStatus) -> str:
        """The id of the sentence that is ticked; a no needs a choice of its own."""
        offered = self.sentences(to)
        fallback = "" if to is S.DECLINED or not offered else offered[0].id
        return self.value(f"sentence-{to.value}", fallback)

    @property
    def rest(self) -> Sentence | None:
        """The sentence of work that is done in part, where there is one point and it can be promised."""
        if len(self.items) > 1 or S.PLANNED not in self.choices:
            return None
        return Sentence(REST, sentences.templates()[REST].words.in_(language()), "")

    @property
    def is_part(self) -> bool:
        return self.value("act") == S.DONE and self.value("how_much") == "part" and self.rest is not None

    def weeks(self) -> list[Choice]:
        """This week and those that follow."""
        return [_week(monday) for monday in promise_times.mondays(self.today)]

    @property
    def usual_week(self) -> str:
        """The week of the earliest limit, or a fortnight from now where that has passed."""
        limits = [item.due_on for item in self.items if item.due_on is not None]
        return promise_times.usual_week(self.today, min(limits, default=None))

    def times(self) -> list[Choice]:
        """The season in which this kind of work can be done, then the next times of the year."""
        found = {load_defaults().find(item.category, item.subcategory).season for item in self.items}
        season = found.pop() if len(found) == 1 else None
        codes = ([season] if season else []) + promise_times.times_of_year(self.today)
        return [
            Choice(code, _capital(outside_words.planned(code)), outside_words.planned(code)) for code in codes
        ]

    @property
    def running_words(self) -> str:
        return outside_words.planned("running")

    def years(self) -> list[str]:
        return [str(year) for year in promise_times.budget_years(self.today)]

    def no_photo_reasons(self) -> list[str]:
        return [_("Vi tog ingen bild."), _("Det syns inte på bild."), _("Det var redan ordnat.")]

    def change(self) -> TicketChange | None:
        """What the reader answers, without a version; None with `errors` where something is missing."""
        case = self.value("external_case")[:CASE_MAX]
        if self.is_not_ours and self.may_bounce:
            owner = self.value("whose") if self.value("whose") != "?" else ""
            return TicketChange(
                to=S.BOUNCED, owner=owner, note=self.value("whose_words")[:_NOTE_MAX], external_case=case
            )
        to = next((one for one in self.choices if one.value == self.value("act")), None)
        if to is None:
            self.errors["act"] = _("Välj ett svar.")
            return None
        found = self._part() if self.is_part else self._whole(to)
        return None if self.errors else replace(found, external_case=case)

    def changes(self) -> dict[UUID, TicketChange] | None:
        """The same for every item, each with the version that was read."""
        found = self.change()
        if found is None:
            return None
        versions = {item.ticket_id: self.value(self._version_name(item)) for item in self.items}
        if not all(version.isdecimal() for version in versions.values()):
            self.errors["form"] = _("Ladda om sidan och försök igen.")
            return None
        return {ticket_id: replace(found, version=int(version)) for ticket_id, version in versions.items()}

    def version_fields(self) -> list[tuple[str, str]]:
        """The hidden fields that say what the reader saw."""
        return [
            (name, self.value(name, str(item.version)))
            for item in self.items
            for name in [self._version_name(item)]
        ]

    def _version_name(self, item: OwnerItem) -> str:
        return f"version-{item.ticket_id}" if len(self.items) > 1 else "version"

    def _whole(self, to: TicketStatus) -> TicketChange:
        if to is S.ACCEPTED:
            return TicketChange(to=to, note=self.value("own_words")[:OWN_WORDS_MAX])
        return TicketChange(to=to, sentence=self._sentence(to), **self._values(to))

    def _part(self) -> TicketChange:
        own = self._own_words()
        return TicketChange(
            to=S.PLANNED,
            planned_for=self.value("rest_week") or self.usual_week,
            sentence=own or {"template": REST, "values": {}},
        )

    def _values(self, to: TicketStatus) -> dict[str, Any]:
        if to is S.PLANNED:
            return {"planned_for": self._planned_for()}
        if to is S.INVESTIGATING:
            return {"answer_by": self._answer_by()}
        if to is S.DONE:
            reason = self.value("no_photo") or self.no_photo_reasons()[0]
            return {"no_photo_reason": "" if self.photo else reason}
        own = self.value("own_words")
        return {"reason": own[:OWN_WORDS_MAX]} if own else {}

    def _planned_for(self) -> str:
        by_kind = {
            "week": self.value("week", self.usual_week),
            "time": self.value("time"),
            "running": "running",
        }
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
        first, last = self.extension or (found, found)
        if not first <= found <= last:
            span = {"first": outside_words.day(first), "last": outside_words.day(last)}
            self.errors["answer_by"] = _("Välj en dag från %(first)s till %(last)s.") % span
        return found

    def _own_words(self) -> dict[str, Any] | None:
        own = self.value("own_words")
        return {"text": own, "lang": language()} if own else None

    def _sentence(self, to: TicketStatus) -> dict[str, Any] | None:
        own = self._own_words()
        if own is not None:
            return own
        chosen = self.chosen_sentence(to)
        if chosen not in {one.id for one in self.sentences(to)}:
            self.errors["sentence"] = _("Välj ett skäl, eller skriv med egna ord.")
            return None
        fields = self._library[chosen].fields
        year = self.value("year", self.years()[0])
        values = {"year": int(year)} if "year" in fields and year in self.years() else {}
        return {"template": chosen, "values": values}


def _kind(item: OwnerItem) -> str:
    return item.subcategory or item.category


def _with_gaps(template: Template) -> str:
    words = template.words.in_(language()).format_map(dict.fromkeys(template.fields, "…"))
    return words.replace("….", "…")


def _week(monday: date) -> Choice:
    code = promise_times.week_code(monday)
    days = outside_words.week_days(monday)
    number = str(monday.isocalendar().week)
    return Choice(code, f"{number} ({days})", outside_words.planned(code), days)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
