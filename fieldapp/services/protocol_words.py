"""The words that a protocol takes from data: light, route, state, due day, next steps; in its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from fieldapp.domain import numbers, sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid
from fieldapp.domain.figures import Figure
from fieldapp.domain.in_words import planned_in_words
from fieldapp.domain.languages import Language
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.sentences import PublicSentence
from fieldapp.domain.ticket_status import TicketStatus as T
from fieldapp.services.evening_light import Light
from fieldapp.services.told_points import ToldPoint
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from fieldapp.translations import N_, Translate

#: The walk's usual first word, written small inside "Protokoll trygghetsvandring Brunna".
_USUAL_START = "Trygghetsvandring"
TITLE = N_("Protokoll")
UNREVIEWED = N_("Ej granskad. Orden visas när punkten är granskad.")
SENSITIVE = N_("Känslig punkt. Bara nummer, kategori och stopp visas.")
URGENCY = {
    "akut": N_("Akut"),
    "snart": N_("Snart"),
    "planeras": N_("Planeras"),
    "utreds": N_("Utreds"),
}
_BY_TICKET: dict[T, tuple[str, str]] = {
    T.NEW: ("circle-dashed", N_("Inte skickad än")),
    T.BOUNCED: ("redo-2", N_("Söker ansvarig")),
    T.CONTESTED: ("git-merge", N_("Två besked")),
    T.REOPENED: ("history", N_("Öppnad igen")),
    T.DONE: ("circle-check", N_("Klart {day}")),
    T.CONFIRMED: ("circle-check", N_("Klart {day}")),
    T.PLANNED: ("calendar-check", N_("Planerat {when}")),
    T.NEEDS_PROJECT: ("layers", N_("Kräver projekt")),
    T.DECLINED: ("ban", N_("Görs inte")),
}
_BY_OBSERVATION: dict[O, tuple[str, str]] = {
    O.NOTED: ("eye-off", N_("Ej granskad")),
    O.REVIEWED: ("circle-dashed", N_("Inte skickad än")),
    O.PRAISE: ("heart", N_("Tackat")),
    O.DIALOGUE: ("messages-square", N_("Samtalspunkt")),
    O.DISMISSED: ("ban", N_("Avskriven")),
}
_WAITING = ("hourglass", N_("Väntar på svar"))
_SILENT = ("clock-alert", N_("Utan svar"))


@dataclass(frozen=True)
class ProtocolWords:
    """`say` is the language's gettext; `today` and `year` decide what is late and which years are said."""

    say: Translate
    language: Language
    today: date
    year: int

    def title(self, walk: Walk) -> str:
        """Protokoll trygghetsvandring Brunna."""
        starts_usually = walk.title.startswith(_USUAL_START)
        rest = walk.title[:1].lower() + walk.title[1:] if starts_usually else walk.title
        return f"{self.say(TITLE)} {rest}"

    def light(self, light: Light, weather: str) -> str:
        """Solen ner 18.44, mörkt 19.24. Uppehåll, 11 grader."""
        parts = []
        if light.sunset and light.dark:
            told = self.say(N_("Solen ner {sunset}, mörkt {dark}."))
            parts.append(told.format(sunset=light.sunset, dark=light.dark))
        elif light.sunset:
            parts.append(self.say(N_("Solen ner {sunset}.")).format(sunset=light.sunset))
        return " ".join([*parts, weather] if weather else parts)

    def route(self, stop_count: int, length_m: float, *, is_step_free: bool) -> str:
        """8 stopp, 1,8 km, utan trappor."""
        if stop_count == 0:
            return ""
        parts = [self.say(N_("{count} stopp")).format(count=stop_count)]
        if length_m >= 50:
            parts.append(f"{format_decimal(length_m / 1000, '0.0', locale=self.language.value)} km")
        if is_step_free:
            parts.append(self.say(N_("utan trappor")))
        return ", ".join(parts)

    def since_last(self, points: Sequence[ToldPoint], year: int) -> str:
        """5 punkter från 2023: 3 klara, 2 kvar."""
        if not points:
            return ""
        done = sum(point.figure is Figure.DONE for point in points)
        told = self.say(N_("Punkter från {year}: {count}. Klara: {done}. Kvar: {left}."))
        return told.format(year=year, count=len(points), done=done, left=len(points) - done)

    def state(self, point: ToldPoint, ticket: Ticket | None) -> tuple[str, str]:
        """Icon and word."""
        if point.observation is not O.TICKET or ticket is None:
            icon, word = _BY_OBSERVATION.get(point.observation, _WAITING)
            return icon, self.say(word)
        late = ticket.answer_due_on is not None and ticket.answer_due_on < self.today
        icon, word = _BY_TICKET.get(ticket.state, _SILENT if late else _WAITING)
        return icon, self.say(word).format(day=self._done_on(ticket), when=self._when(ticket)).strip()

    def answer(self, point: ToldPoint, ticket: Ticket | None) -> tuple[str, str]:
        """The sentence in force and its language; where there is none, the truth about the silence."""
        sentence = self._sentence(point, ticket)
        if sentence is None:
            return "", ""
        found = sentences.render(sentence, self.language.value)
        # A number is one word: no line breaks inside it.
        text = (
            found.text.replace(point.same_as, numbers.unbreakable(point.same_as))
            if point.same_as
            else found.text
        )
        return text, found.lang.value

    def due(self, ticket: Ticket | None) -> str:
        """7 okt; with its year where that is another than the walk's."""
        return self.short_day(ticket.due_on) if ticket is not None and ticket.due_on is not None else ""

    def short_day(self, day: date) -> str:
        pattern = "d MMM" if day.year == self.year else "d MMM y"
        return format_date(day, pattern, locale=self.language.value).replace(".", "", 1)

    def urgency(self, code: str | None) -> str:
        return self.say(URGENCY[code]) if code in URGENCY else ""

    def _sentence(self, point: ToldPoint, ticket: Ticket | None) -> PublicSentence | None:
        try:
            if point.same_as:
                return sentences.from_template("merged.same", number=point.same_as)
            if point.sentence is not None or ticket is None or not ticket.asked_count or not point.owner:
                return point.sentence
            return sentences.silence(
                point.owner,
                times_asked=ticket.asked_count,
                answer_by=ticket.answer_due_on,
                today=self.today,
            )
        except Invalid:
            return None

    def _done_on(self, ticket: Ticket) -> str:
        moment = ticket.done_at or ticket.answered_at
        return self.short_day(local_day(moment)) if moment is not None else ""

    def _when(self, ticket: Ticket) -> str:
        try:
            planned = PlannedFor.parse(ticket.planned_for)
            return planned_in_words(planned, self.language, load_defaults().seasons)
        except (Invalid, KeyError):
            return ""
