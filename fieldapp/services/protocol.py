"""The protocol of a walk, built at any time in one read: frozen data, then a page or an archivable PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast
from uuid import UUID

from fieldapp.documents import protocol_data as data
from fieldapp.documents.protocol_data import ProtocolData, Section
from fieldapp.documents.protocol_page import ProtocolPage, lay_out
from fieldapp.documents.typst_pdf import protocol_pdf
from fieldapp.domain import access
from fieldapp.domain.actors import Actor
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.clock import local
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import NotFound
from fieldapp.domain.figures import Figure
from fieldapp.domain.languages import Language
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.public_draft import suggest_public
from fieldapp.maps import print_map
from fieldapp.maps.print_map import MapPoint, MapStop
from fieldapp.services import protocol_steps, told_points
from fieldapp.services.desk import route_length_m
from fieldapp.services.evening_light import light_of
from fieldapp.services.protocol_words import SENSITIVE, UNREVIEWED, ProtocolWords
from fieldapp.services.public_walks import section_of
from fieldapp.services.told_points import ToldPoint
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import categories, observations, point_answers, protocols, ratings, walks
from fieldapp.store.db import by_key
from fieldapp.store.municipality import the_municipality
from fieldapp.store.observations import Observation
from fieldapp.store.snapshot import snapshot
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Stop, Walk
from fieldapp.translations import translator

MAP_SIZE = (780.0, 460.0)
#: A position worse than this is said to be unsure.
UNSURE_M = 50.0
_POINTS_OF_LAST = frozenset({Figure.DONE, Figure.PLANNED, Figure.PROJECT_OR_NO, Figure.UNANSWERED})


@dataclass(frozen=True)
class Printed:
    """A file to be downloaded, and the name under which people keep it."""

    name: str
    content: bytes


def build(tools: Toolbox, actor: Actor, walk_id: UUID, language: str) -> ProtocolData:
    """Everything that the protocol says now, in one read transaction and a bounded number of queries."""
    access.require(actor, "protocol.read")
    with snapshot():
        walk = walks.find_for(actor, walk_id)
        if walk is None:
            raise NotFound("walk")
        return _Builder(tools, walk, Language(language)).protocol()


def page(protocol: ProtocolData) -> ProtocolPage:
    """The protocol laid out in words, for the page that people read and print."""
    return lay_out(protocol, translator(protocol.language), _off_map(protocol))


def map_svg(tools: Toolbox, protocol: ProtocolData) -> str:
    """The route with its stops (round) and points (square); "" where nothing has a place."""
    stops, points = _on_map(protocol)
    if not stops and not points:
        return ""
    route = protocol.route or tuple((stop.lat, stop.lon) for stop in stops)
    return print_map.draw_map(stops, route, points, tools.basemap, MAP_SIZE, protocol.language)


def pdf(tools: Toolbox, actor: Actor, walk_id: UUID, language: str) -> Printed:
    """The draft as PDF/A-3a and PDF/UA-1; set after the read has ended, so that nobody waits for it."""
    protocol = build(tools, actor, walk_id, language)
    content = protocol_pdf(
        protocol,
        map_svg=map_svg(tools, protocol),
        translate=translator(protocol.language),
        templates_dir=tools.templates_dir / "print",
        fonts_dir=tools.fonts_dir,
        icons_dir=tools.icons_dir,
        off_map=_off_map(protocol),
    )
    return Printed(f"{protocol.number} {protocol.title} {protocol.prepared_on}.pdf", content)


def _on_map(protocol: ProtocolData) -> tuple[list[MapStop], list[MapPoint]]:
    stops = [
        MapStop(str(stop.order), stop.lat, stop.lon)
        for stop in protocol.stops
        if stop.lat is not None and stop.lon is not None
    ]
    points = [
        MapPoint(point.short_number, point.lat, point.lon)
        for point in protocol.points
        if point.lat is not None and point.lon is not None and point.section is not Section.SINCE_LAST
    ]
    return stops, points


def _off_map(protocol: ProtocolData) -> tuple[str, ...]:
    stops, points = _on_map(protocol)
    return print_map.points_off_map(stops, list(protocol.route), points)


class _Builder:
    """Reads once, then makes rows; lives inside the read transaction."""

    def __init__(self, tools: Toolbox, walk: Walk, language: Language) -> None:
        self.tools, self.walk, self.language = tools, walk, language
        self.now: datetime = tools.clock.now()
        self.say = translator(language.value)
        day = local_day(walk.starts_at)
        self.words = ProtocolWords(self.say, language, local_day(self.now), day.year)
        self.stops: Sequence[Stop] = walks.stops_of(walk.id)
        self.last = by_key(Walk, walk.follows_id) if walk.follows_id is not None else None
        self.rows = self._rows()
        self.told = self._told()
        ids = {point.ticket_id for point in self.told.values() if point.ticket_id is not None}
        self.tickets: dict[UUID, Ticket] = point_answers.tickets(ids) if ids else {}
        self.keys = protocols.print_keys([p.before.id for p in self.told.values() if p.before is not None])
        self.categories = self._categories()

    def protocol(self) -> ProtocolData:
        walk, town = self.walk, the_municipality()
        points = [self._point(row) for row in self.rows]
        earlier = [self.told[row.id] for row in self.rows if row.walk_id != walk.id]
        last_year = local_day(self.last.starts_at).year if self.last is not None else 0
        return ProtocolData(
            municipality=town.name,
            title=self.words.title(walk),
            number=walk.number,
            language=self.language.value,
            walked_on=local_day(walk.starts_at),
            prepared_on=local_day(self.now),
            is_demo=town.is_demo or self.tools.is_demo,
            started=local(walk.starts_at).time(),
            ended=local(walk.ends_at).time(),
            light_and_weather=self.words.light(light_of(walk, self.stops, town), walk.weather),
            gathering_place=walk.gathering,
            theme=walk.theme,
            route_summary=self.words.route(
                len(self.stops), route_length_m(walk, self.stops), is_step_free=walk.is_step_free
            ),
            residents_count=walk.resident_count,
            organisations=tuple(
                data.Organisation(str(one["name"]), int(one.get("count") or 0)) for one in walk.organisations
            ),
            leader_roles=(walk.leader_role,) if walk.leader_role else (),
            since_last=self.words.since_last(earlier, last_year),
            dnr=walk.register_number,
            contact=town.contact_email or town.contact_phone,
            stops=tuple(data.Stop(stop.order, stop.name, stop.lat, stop.lon) for stop in self.stops),
            route=tuple((place[0], place[1]) for place in walk.route),
            points=tuple(points),
            ratings=self._ratings(),
            next_steps=protocol_steps.next_steps(
                self.words, points, self._due_day(), protocols.next_walk(walk.id)
            ),
        )

    def _rows(self) -> list[Observation]:
        """The walk's points by number, then those of the walk it follows that were not only praise."""
        rows = list(observations.of_walk(self.walk.id))
        if self.last is not None:
            rows += observations.of_walk(self.last.id)
        return [row for row in rows if row.state is not O.WITHDRAWN]

    def _told(self) -> dict[UUID, ToldPoint]:
        known = {walk.id: walk.number for walk in (self.walk, self.last) if walk is not None}
        hidden = {row.id for row in self.rows if _is_hidden(row)}
        told = {point.id: point for point in told_points.told(self.rows, known, without_content=hidden)}
        self.rows = [
            row for row in self.rows if row.walk_id == self.walk.id or told[row.id].figure in _POINTS_OF_LAST
        ]
        return told

    def _categories(self) -> dict[str, tuple[str, str]]:
        """Word and icon of each category, as the municipality names it."""
        usual = {
            one.code: (one.short_name.in_(self.language.value), one.icon)
            for one in load_defaults().categories.values()
        }
        named = {
            one.code: (getattr(one, f"short_{self.language.value}"), one.icon)
            for one in categories.all_categories()
        }
        return usual | named

    def _point(self, row: Observation) -> data.Point:
        told = self.told[row.id]
        ticket = self.tickets.get(told.ticket_id) if told.ticket_id is not None else None
        owner = ticket.owner if ticket is not None else None
        word, icon = self.categories.get(row.category, (row.category, ""))
        hidden = _is_sensitive(row)
        state_icon, state_word = self.words.state(told, ticket)
        answer, answer_language = ("", "") if hidden else self.words.answer(told, ticket)
        text, text_language = self._text(row, told)
        photo_id, photo_path, alt = self._photo(row, told)
        return data.Point(
            number=told.number,
            short_number=told.short,
            section=section_of(told) if row.walk_id == self.walk.id else Section.SINCE_LAST,
            outcome=told.figure or Figure.UNANSWERED,
            place=self._place(row, told),
            category=word,
            category_icon=icon,
            text=text,
            text_language=text_language,
            stop_order=self._stop_order(row),
            lat=None if hidden else row.lat,
            lon=None if hidden else row.lon,
            position_is_sure=row.accuracy_m is None or row.accuracy_m <= UNSURE_M,
            photo_path=photo_path,
            photo_id=photo_id,
            alt_text=alt,
            suggestion="" if _is_hidden(row) else suggest_public(row.suggestion, row.lang),
            owner="" if hidden or owner is None else _owner_words(owner.name, owner.company),
            owner_is_external=owner is not None and owner.is_external and not hidden,
            priority=self.words.urgency(ticket.urgency if ticket else row.urgency or row.severity),
            due=self.words.due(ticket),
            state_icon=state_icon,
            state_word=state_word,
            answer=answer,
            answer_language=answer_language,
        )

    def _text(self, row: Observation, told: ToldPoint) -> tuple[str, str]:
        if _is_sensitive(row):
            return self.say(SENSITIVE), self.language.value
        if row.reviewed_at is None:
            return self.say(UNREVIEWED), self.language.value
        return told.words, told.words_lang

    def _place(self, row: Observation, told: ToldPoint) -> str:
        stop = next((stop.name for stop in self.stops if stop.id == row.stop_id), "")
        return stop if _is_hidden(row) else told.place or stop

    def _stop_order(self, row: Observation) -> int | None:
        return next((stop.order for stop in self.stops if stop.id == row.stop_id), None)

    def _photo(self, row: Observation, told: ToldPoint) -> tuple[str, Path | None, str]:
        """The picture for print; one that came after the review has been reviewed by nobody."""
        picture = told.before
        if picture is None or row.reviewed_at is None or picture.id not in self.keys:
            return "", None, ""
        if picture.stored_at is None or picture.stored_at > row.reviewed_at:
            return "", None, ""
        return str(picture.id), self.tools.vault.path(self.keys[picture.id]), picture.alt_text

    def _ratings(self) -> tuple[data.StopRating, ...]:
        counts = ratings.counts_of_walk(self.walk.id)

        def steps(stop: Stop, light: str) -> data.FiveSteps:
            found = [counts.get((stop.id, light, value), 0) for value in range(1, 6)]
            return cast(data.FiveSteps, tuple(found))

        return tuple(
            data.StopRating(stop.order, steps(stop, "day"), steps(stop, "dark")) for stop in self.stops
        )

    def _due_day(self) -> str:
        days = [
            ticket.answer_due_on
            for ticket in self.tickets.values()
            if ticket.answer_due_on is not None and ticket.answered_at is None
        ]
        return self.words.short_day(max(days)) if days else ""


def _is_sensitive(row: Observation) -> bool:
    known = load_defaults().subcategories.get(row.subcategory or "")
    return row.is_sensitive or (known is not None and known.is_sensitive)


def _is_hidden(row: Observation) -> bool:
    """Whether words and photo are kept back: what was dismissed may be about a person."""
    return _is_sensitive(row) or row.reviewed_at is None or row.state is O.DISMISSED


def _owner_words(name: str, company: str) -> str:
    return f"{name} ({company})" if company and company != name else name
