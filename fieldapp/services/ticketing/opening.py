"""From point to ticket: one owner, one limit, one clock; a ticket may gather several points."""

from collections.abc import Sequence
from typing import Any

from fieldapp.domain import observation_status, ticket_status
from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import Invalid, NotFound
from fieldapp.domain.numbers import PointNumber, WalkNumber
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.domain.ticket_status import Party, TicketStatus
from fieldapp.domain.urgency import Urgency
from fieldapp.services import addressing, asking_mails, routing
from fieldapp.services.routing import Proposal, Question, Town
from fieldapp.services.ticketing import history, sending
from fieldapp.services.ticketing.history import Act
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import observations
from fieldapp.store.db import by_key, db
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Stop, Walk

_TITLE_MAX = 160
_PLACE_MAX = 200


def question_of(point: Observation) -> Question:
    """What routing asks about a point: the reviewer's urgency goes before the recorder's."""
    chosen = point.urgency or point.severity
    return Question(
        category=point.category,
        subcategory=point.subcategory,
        noted_at=point.observed_at,
        lat=point.lat,
        lon=point.lon,
        accuracy_m=point.accuracy_m,
        chosen=Urgency(chosen) if chosen else None,
    )


def open_ticket(act: Act, points: Sequence[Observation], town: Town, who: Reviewer) -> Ticket:
    """A new ticket that answers `points`, the first of which gives it its number, place and owner.

    Inside a unit of work. Raises `NotAllowed` for a point that may not become a ticket now.
    """
    main = points[0]
    for point in points:
        observation_status.require(point.state, ObservationStatus.TICKET, who)
    proposal = town.propose(question_of(main))
    owner, because = _owner(main, proposal, town)
    if proposal.near_border and not main.owner_hint:
        because = {**because, "near": [one.code for one in town.beside(question_of(main))]}
    ticket = _row(act, main, proposal, owner, because)
    db.session.add(ticket)
    db.session.flush()
    for point in points:
        _give(point, ticket)
    if owner is not None and proposal.owner is not None and owner.id == proposal.owner.id:
        ticket.rule_id = proposal.rule_id
        routing.count_use(proposal.rule_id)
    ticket.rev = next_rev()
    history.append(ticket, act, "opened", details={"points": _numbers(points), "because": because})
    for point in points:
        gathered = observations.merged_into(point.id)
        if gathered:
            history.append(ticket, act, "gathered", details={"points": _numbers([point, *gathered])})
    return ticket


def open_at_once(tools: Toolbox, point: Observation) -> Ticket:
    """An *akut* point: its ticket is opened and sent before review, by the server. In a unit of work."""
    act = history.act_of_server(tools)
    ticket = open_ticket(act, [point], Town(), Reviewer.SERVER)
    if ticket.owner is not None:
        sending.send_one(tools, ticket, act)
    asking_mails.tell_of_danger(tools, ticket, act.at)
    return ticket


def open_as_ours(tools: Toolbox, act: Act, point: Observation, owner_code: str) -> Ticket:
    """*Vår*: the owner stands there and takes the point, said by leader or secretary. In a unit of work."""
    town = Town()
    owner = town.owner(owner_code)
    if owner is None:
        raise Invalid("owner", "unknown-owner")
    point.owner_hint = owner.code
    ticket = open_ticket(act, [point], town, Reviewer.LEADER)
    ticket_status.require(ticket.state, TicketStatus.SENT, Party.LEADER)
    sending.send_one(tools, ticket, act)
    return ticket


def number_of(point: Observation) -> str:
    """The point's whole number: BRU-2026-2-07."""
    walk = by_key(Walk, point.walk_id)
    if walk is None:
        raise NotFound
    return str(PointNumber(WalkNumber.parse(walk.number), point.number))


def _owner(point: Observation, proposal: Proposal, town: Town) -> tuple[Owner | None, dict[str, Any]]:
    """Whom a person chose, else whom the rules chose, with the reason."""
    chosen = town.owner(point.owner_hint) if point.owner_hint else None
    if chosen is None or (proposal.owner is not None and chosen.id == proposal.owner.id):
        return proposal.owner, proposal.because
    return chosen, {"code": "chosen", "values": {"category": point.subcategory or point.category}}


def _row(
    act: Act, point: Observation, proposal: Proposal, owner: Owner | None, because: dict[str, Any]
) -> Ticket:
    what = load_defaults().find(point.category, point.subcategory)
    stop = by_key(Stop, point.stop_id) if point.stop_id else None
    clock = AnswerClock(local_day(point.observed_at))
    ticket = Ticket(
        number=number_of(point),
        walk_id=point.walk_id,
        owner_id=owner.id if owner else None,
        state=TicketStatus.NEW,
        category=point.category,
        subcategory=point.subcategory,
        title=what.name.sv[:_TITLE_MAX],
        place=addressing.place_words(point.place, stop.name if stop else None)[:_PLACE_MAX],
        lat=point.lat,
        lon=point.lon,
        accuracy_m=point.accuracy_m,
        asset=point.asset,
        urgency=proposal.urgency.value,
        due_on=proposal.due.on,
        due_because=proposal.due_because,
        informed=list(proposal.informed),
        because=because,
        clock_on=clock.starts_on,
        answer_due_on=clock.promised_on,
        created_at=act.at,
    )
    ticket.owner = owner
    return ticket


def _give(point: Observation, ticket: Ticket) -> None:
    point.state, point.ticket_id = ObservationStatus.TICKET, ticket.id
    point.version += 1
    point.rev = next_rev()
    for merged in observations.merged_into(point.id):
        merged.ticket_id, merged.rev = ticket.id, next_rev()


def _numbers(points: Sequence[Observation]) -> list[int]:
    return [point.number for point in points]
