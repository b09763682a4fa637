"""The desk of the demo: opens tickets and takes them on by the services of every act, at its moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from fieldapp.domain import ticket_status
from fieldapp.domain.actors import ANYONE
from fieldapp.domain.observation_status import Reviewer
from fieldapp.domain.ticket_status import Party, TicketStatus, Verdict
from fieldapp.services.demo.days import Days
from fieldapp.services.demo.people import Cast
from fieldapp.services.demo.pictures import Picture, Wanted
from fieldapp.services.demo.points import Noted, photo_row
from fieldapp.services.demo.timeline import Timeline
from fieldapp.services.demo.walks import Held
from fieldapp.services.routing import Town
from fieldapp.services.ticketing import changing, history, opening, sending
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db
from fieldapp.store.tickets import Ticket

S = TicketStatus
_FOUND = {
    "confirmed": (Verdict.FIXED, "Klart, sett på plats."),
    "reopened": (Verdict.NOT_FIXED, "Det är mörkt igen."),
    "needs_project": (Verdict.NOT_FIXED, "Fortfarande ett projekt."),
    "declined": (Verdict.NOT_FIXED, "Förklarat på plats varför det inte görs."),
}


@dataclass
class Desk:
    """What every act needs. Acts are put on the timeline and find their ticket when their time comes."""

    tools: Toolbox
    days: Days
    cast: Cast
    pictures: dict[Wanted, Picture]
    follow_up: Held
    timeline: Timeline = field(default_factory=Timeline)
    town: Town = field(default_factory=Town)
    tickets: dict[tuple[str, int], Ticket] = field(default_factory=dict)

    def open(self, points: Sequence[Noted], at: datetime, who: Reviewer, *, is_sent: bool) -> None:
        act = Act(self.cast.coordinator, history.DESK, at)
        ticket = opening.open_ticket(act, [noted.row for noted in points], self.town, who)
        if is_sent:
            sending.mark_sent(ticket, act)
        self.tickets[_key(points[0])] = ticket

    def owner_does(
        self, noted: Noted, at: datetime, change: TicketChange, photo: Wanted | None = None
    ) -> None:
        self.timeline.add(at, partial(self._owner_does, noted, at, change, photo))

    def coordinator_does(self, noted: Noted, at: datetime, change: TicketChange) -> None:
        act = Act(self.cast.coordinator, history.DESK, at)
        self.timeline.add(at, lambda: self._change(noted, change, act))

    def remind(self, noted: Noted, at: datetime, asked_count: int) -> None:
        """Ask a silent owner again; `asked_count` is what people then read."""
        self.timeline.add(at, partial(self._remind, noted, at, asked_count))

    def lift(self, noted: Noted, at: datetime) -> None:
        """The days are over: its owner's head hears of it."""
        self.timeline.add(at, partial(self._lift, noted, at))

    def merge(self, noted: Noted, into: Noted, at: datetime) -> None:
        act = Act(self.cast.coordinator, history.DESK, at)

        def together() -> None:
            self._change(noted, TicketChange(S.MERGED, into=self.tickets[_key(into)].number), act)

        self.timeline.add(at, together)

    def contest(self, noted: Noted, at: datetime, template: str) -> None:
        self.timeline.add(at, partial(self._contest, noted, at, template))

    def verdict(self, noted: Noted, at: datetime, outcome: str) -> None:
        self.timeline.add(at, partial(self._verdict, noted, at, outcome))

    def _ticket(self, noted: Noted) -> Ticket:
        return self.tickets[_key(noted)]

    def _change(self, noted: Noted, change: TicketChange, act: Act, party: Party | None = None) -> None:
        changing.apply(self.tools, self._ticket(noted), change, act, party)

    def _owner_does(self, noted: Noted, at: datetime, change: TicketChange, photo: Wanted | None) -> None:
        ticket = self._ticket(noted)
        actor, via = self.cast.voice_of(ticket.owner)
        if photo is not None:
            db.session.add(photo_row(self.pictures[photo], at, actor.id, ticket_id=ticket.id))
        self._change(noted, change, Act(actor, via, at))

    def _remind(self, noted: Noted, at: datetime, asked_count: int) -> None:
        ticket = self._ticket(noted)
        ticket.asked_count, ticket.last_asked_at = asked_count, at
        history.touch(ticket)
        act = Act(self.cast.coordinator, history.DESK, at)
        history.append(ticket, act, "note", note="Vi har påmint. Inget svar än.")

    def _lift(self, noted: Noted, at: datetime) -> None:
        ticket = self._ticket(noted)
        ticket.escalated_at = ticket.last_asked_at = at
        history.touch(ticket)
        details = {"ask": "escalation", "head": True}
        history.append(ticket, Act(ANYONE, history.SERVER, at), "asked", details=details)

    def _contest(self, noted: Noted, at: datetime, template: str) -> None:
        """A crew reports work done offline, on a ticket that meanwhile went another way."""
        ticket = self._ticket(noted)
        actor, via = self.cast.voice_of(ticket.owner)
        from_state, ticket.state = ticket.state, S.CONTESTED
        ticket.version += 1
        history.touch(ticket)
        history.append(
            ticket,
            Act(actor, via, at),
            "status",
            from_state=from_state,
            answer={"template": template, "values": {}},
            details={"wanted": S.DONE.value},
        )

    def _verdict(self, noted: Noted, at: datetime, outcome: str) -> None:
        ticket, act = self._ticket(noted), Act(self.follow_up.leader, history.PHONE, at)
        found, said = _FOUND[outcome]
        to = ticket_status.after_verdict(ticket.state, found)
        if to is None:
            history.touch(ticket)
            history.append(ticket, act, "verdict", note=said, details={"result": found.value})
            return
        sentence = {"template": "reopened.seen"} if to is S.REOPENED else None
        self._change(noted, TicketChange(to, note=said, sentence=sentence), act, Party.VERDICT)


def _key(noted: Noted) -> tuple[str, int]:
    return noted.told.walk, noted.told.number
