"""Lays a protocol out as plain words, row by row: what the PDF and the print page both show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from babel.numbers import format_decimal

from fieldapp.documents import wording
from fieldapp.documents.facts import Fact, facts, long_day
from fieldapp.documents.felt_safety import RatingRow, rating_rows
from fieldapp.documents.printable import Printable
from fieldapp.documents.protocol_data import NextStep, Point, ProtocolData, Section
from fieldapp.documents.wording import Translate
from fieldapp.domain.figures import Figure, Figures

LOCALES = {"sv": "sv_SE", "fi": "fi_FI", "en": "en_GB"}
ALL_COLUMNS = tuple(wording.COLUMNS)
_SHORTER = {
    Section.GOOD: ("number", "place", "category", "text", "photo", "answer"),
    Section.DIALOGUE: ("number", "place", "category", "text", "photo", "suggestion", "answer"),
}
_WITH_OUTCOMES = frozenset({Section.SINCE_LAST, Section.SIMPLE, Section.PROJECT})


@dataclass(frozen=True)
class Row:
    """One point as a row of the ten columns."""

    number: str
    badge: str
    place: str
    coordinates: str
    place_note: str
    category: str
    category_icon: str
    text: str
    text_language: str
    photo_path: Path | None
    photo_id: str
    alt: str
    suggestion: str
    owner: str
    priority: str
    due: str
    state_icon: str
    state_word: str
    answer: str
    answer_language: str


@dataclass(frozen=True)
class SectionPage:
    """One of A–H: its heading, one sentence, and rows of the one kind that it has."""

    letter: str
    heading: str
    intro: str
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    ratings: tuple[RatingRow, ...] = ()
    steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True)
class ProtocolPage:
    """The whole document in the words of its language; nothing is left to decide but the layout."""

    language: str
    region: str
    title: str
    title_lines: tuple[str, ...]
    municipality: str
    number: str
    status: str
    marks: tuple[str, ...]
    day: str
    contact: str
    facts: tuple[Fact, ...]
    figures: tuple[tuple[str, str], ...]
    map_alt: str
    map_note: str
    sections: tuple[SectionPage, ...]
    signers: tuple[str, ...]
    words: dict[str, str]
    columns: dict[str, str]
    rating_steps: tuple[str, ...]
    note: str = ""
    square_note: str = ""


def lay_out(protocol: ProtocolData, translate: Translate, off_map: Sequence[str] = ()) -> ProtocolPage:
    """The protocol's words in its language; `translate` is that language's gettext, with Swedish as message.

    `off_map` names the points that the map leaves out although they have a position.
    """
    page = _Layout(protocol, translate).page(tuple(off_map))
    return noted(page, Printable())


def noted(page: ProtocolPage, printable: Printable) -> ProtocolPage:
    """The page with every text made printable, and the note at its end where something was replaced."""
    shown = printable.everything(page)
    if not (printable.has_replaced or page.note):
        return shown
    return replace(shown, note=page.square_note)


class _Layout:
    def __init__(self, protocol: ProtocolData, translate: Translate) -> None:
        self.protocol = protocol
        self.translate = translate
        self.locale = LOCALES[protocol.language]

    def page(self, off_map: tuple[str, ...]) -> ProtocolPage:
        data, say = self.protocol, self.translate
        message, day = (
            (wording.SEALED, data.sealed_on) if data.sealed_on else (wording.DRAFTED, data.prepared_on)
        )
        return ProtocolPage(
            language=data.language,
            region=self.locale[3:].lower(),
            title=data.title,
            title_lines=self._title_lines(),
            municipality=data.municipality,
            number=data.number,
            status=say(message).format(day=long_day(day, self.locale)),
            marks=self._marks(),
            day=long_day(data.walked_on, self.locale),
            contact=say(wording.WORDS["contact"]).format(contact=data.contact) if data.contact else "",
            facts=facts(data, say, self.locale),
            figures=self._figures(data.figures),
            map_alt=self._map_alt(off_map),
            map_note=self._map_note(off_map),
            sections=tuple(chain(self._point_sections(), [self._felt_safety(), self._next_steps()])),
            signers=() if data.is_draft else data.leader_roles,
            words={key: say(word) for key, word in wording.WORDS.items()} | {"process": say(wording.PROCESS)},
            columns={key: say(word) for key, word in wording.COLUMNS.items()},
            rating_steps=tuple(say(word) for word in wording.STEPS),
            square_note=say(wording.SQUARE_NOTE),
        )

    def _title_lines(self) -> tuple[str, ...]:
        kind = self.translate(wording.WORDS["protocol"])
        rest = self.protocol.title.removeprefix(f"{kind} ")
        return (kind, rest) if rest != self.protocol.title else (self.protocol.title,)

    def _marks(self) -> tuple[str, ...]:
        marks = [(self.protocol.is_demo, "demo"), (self.protocol.is_draft, "draft")]
        return tuple(self.translate(wording.WORDS[key]) for wanted, key in marks if wanted)

    def _figures(self, figures: Figures) -> tuple[tuple[str, str], ...]:
        named = [(figures.total, "total")] + [(count, figure) for figure, count in figures.in_order()]
        return tuple(
            (self._decimal(count), self._one_or_many(wording.FIGURES[key], count)) for count, key in named
        )

    def _one_or_many(self, messages: tuple[str, str], count: int) -> str:
        return self.translate(messages[0] if count == 1 else messages[1])

    def _decimal(self, value: float, pattern: str | None = None) -> str:
        return format_decimal(value, format=pattern, locale=self.locale)

    def _map_alt(self, off_map: tuple[str, ...]) -> str:
        stops = ", ".join(f"{stop.order} {stop.name}".strip() for stop in self.protocol.stops)
        left_out = set(self._without_place(off_map))
        shown = [p.short_number for p in self._own_points() if p.short_number not in left_out]
        return self.translate(wording.MAP_ALT).format(stops=stops or "–", points=", ".join(shown) or "–")

    def _map_note(self, off_map: tuple[str, ...]) -> str:
        missing = self._without_place(off_map)
        return self.translate(wording.OFF_MAP).format(points=", ".join(missing)) if missing else ""

    def _without_place(self, off_map: tuple[str, ...]) -> list[str]:
        return [p.short_number for p in self._own_points() if p.lat is None or p.short_number in off_map]

    def _own_points(self) -> list[Point]:
        return [p for p in self.protocol.points if p.section != Section.SINCE_LAST]

    def _point_sections(self) -> list[SectionPage]:
        letters = [s for s in Section if s not in (Section.FELT_SAFETY, Section.NEXT_STEPS)]
        return [self._points(section) for section in letters]

    def _heading(self, section: Section) -> str:
        return f"{section.value}. {self.translate(wording.HEADINGS[section])}"

    def _points(self, section: Section) -> SectionPage:
        points = sorted((p for p in self.protocol.points if p.section == section), key=_by_stop)
        intro = self._points_intro(section, points) if points else self.translate(wording.EMPTY[section])
        if section is Section.SINCE_LAST and self.protocol.since_last:
            intro = (
                f"{_sentence(self.protocol.since_last)} {intro}"
                if points
                else _sentence(self.protocol.since_last)
            )
        return SectionPage(
            letter=section.value,
            heading=self._heading(section),
            intro=intro,
            columns=_SHORTER.get(section, ALL_COLUMNS) if points else (),
            rows=tuple(self._row(point) for point in points),
        )

    def _points_intro(self, section: Section, points: list[Point]) -> str:
        count = self._decimal(len(points))
        if section not in _WITH_OUTCOMES:
            return self._one_or_many(wording.POINTS_BY_STOP, len(points)).format(count=count)
        outcomes = Counter(point.outcome for point in points)
        parts = [
            f"{self._decimal(outcomes[o])} {self._one_or_many(wording.FIGURES[o], outcomes[o])}"
            for o in Figure
            if outcomes[o]
        ]
        message = self._one_or_many(wording.POINTS_BY_STOP_WITH, len(points))
        return message.format(count=count, parts=", ".join(parts))

    def _row(self, point: Point) -> Row:
        say = self.translate
        own = point.number.startswith(f"{self.protocol.number}-")
        at_stop = say(wording.AT_STOP).format(order=point.stop_order, place=point.place)
        where = point.place if point.stop_order is None else at_stop.strip()
        alt = say(wording.PHOTO_ALT).format(number=point.number, category=point.category, place=where)
        unanswered = point.outcome is Figure.UNANSWERED
        return Row(
            number=point.number,
            badge=point.short_number if own else point.number,
            place=where,
            coordinates=self._coordinates(point),
            place_note=self._place_note(point),
            category=point.category,
            category_icon=point.category_icon,
            text=point.text,
            text_language=_language_tag(point.text_language),
            photo_path=point.photo_path,
            photo_id=point.photo_id,
            alt=point.alt_text.strip() or alt,
            suggestion=point.suggestion,
            owner=say(wording.EXTERNAL).format(owner=point.owner) if point.owner_is_external else point.owner,
            priority=point.priority,
            due=point.due,
            state_icon=point.state_icon,
            state_word=point.state_word or (say(wording.NO_ANSWER) if unanswered else ""),
            answer=point.answer,
            answer_language=_language_tag(point.answer_language),
        )

    def _coordinates(self, point: Point) -> str:
        if point.lat is None or point.lon is None:
            return ""
        north, east = "N" if point.lat >= 0 else "S", "E" if point.lon >= 0 else "W"
        lat, lon = (self._decimal(abs(value), "0.0000") for value in (point.lat, point.lon))
        return f"{lat} {north} {lon} {east}"

    def _place_note(self, point: Point) -> str:
        if point.lat is None or point.lon is None:
            return self.translate(wording.NO_POSITION)
        return "" if point.position_is_sure else self.translate(wording.UNSURE)

    def _felt_safety(self) -> SectionPage:
        rows = rating_rows(self.protocol, self.translate, self.locale)
        message = wording.RATINGS_INTRO if rows else wording.EMPTY[Section.FELT_SAFETY]
        return SectionPage("G", self._heading(Section.FELT_SAFETY), self.translate(message), ratings=rows)

    def _next_steps(self) -> SectionPage:
        steps = self.protocol.next_steps
        message = wording.STEPS_INTRO if steps else wording.EMPTY[Section.NEXT_STEPS]
        return SectionPage("H", self._heading(Section.NEXT_STEPS), self.translate(message), steps=steps)


def _by_stop(point: Point) -> tuple[bool, int, str]:
    return point.stop_order is None, point.stop_order or 0, point.number


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _language_tag(tag: str) -> str:
    """Two or three letters, as PDF and HTML both know them; anything else is left to the document's own."""
    tag = tag.split("-")[0].lower()
    return tag if tag.isascii() and tag.isalpha() and len(tag) in (2, 3) else ""
