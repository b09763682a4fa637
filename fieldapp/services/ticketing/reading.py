"""Tickets as the desk reads them: lists by page, one ticket with its points, photos and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldapp.domain import asking
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.answer_clock import AnswerClock
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.errors import NotFound
from fieldapp.domain.numbers import short
from fieldapp.domain.ticket_status import CLOSED, TicketStatus, allowed, party_of
from fieldapp.services.ticketing import asked, changing, deciding, merging
from fieldapp.services.ticketing.deciding import Waiting
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import (
    crew_phones,
    observations,
    operations,
    owners,
    people,
    photos,
    ticket_lists,
    tickets,
)
from fieldapp.store.db import by_key
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo
from fieldapp.store.ticket_lists import Filters as Filters
from fieldapp.store.tickets import Ticket, TicketEvent
from fieldapp.store.walks import Stop, Walk

PAGE_SIZE = 50

#: The list's groups, in the order in which they are offered; all that is not closed is open.
GROUPS: dict[str, tuple[TicketStatus, ...]] = {
    "open": tuple(state for state in TicketStatus if state not in CLOSED),
    "to-send": (TicketStatus.NEW, TicketStatus.BOUNCED, TicketStatus.CONTESTED),
    "waiting": (TicketStatus.SENT, TicketStatus.HANDED_OVER, TicketStatus.REOPENED),
    "under-way": (
        TicketStatus.ACCEPTED,
        TicketStatus.INVESTIGATING,
        TicketStatus.PLANNED,
        TicketStatus.IN_PROGRESS,
        TicketStatus.NEEDS_PROJECT,
    ),
    "to-confirm": (TicketStatus.DONE,),
    "closed": (TicketStatus.CONFIRMED, TicketStatus.DECLINED, TicketStatus.MERGED),
    "all": tuple(TicketStatus),
}


@dataclass(frozen=True)
class Listed:
    """A line of the list; `is_silent` owes an answer that is late, `is_late` work that is."""

    ticket: Ticket
    walk: Walk
    photo: Photo | None
    is_silent: bool
    is_late: bool


@dataclass(frozen=True)
class Page:
    """Some lines, how to ask for the next ones, and how many there are in each group."""

    lines: list[Listed]
    next_after: str
    counts: dict[str, int]
    owners: list[Owner]
    walks: list[Walk]


@dataclass(frozen=True)
class Told:
    """An event with the names of who did it, and of the phone or person that the work was given to."""

    event: TicketEvent
    person: str
    owner: str
    hand: str = ""


@dataclass(frozen=True)
class Gathered:
    """A point of the ticket, with where it was noted and how many agree.

    `brought_by` is who read it in from a phone's file; empty where the phone sent it itself.
    """

    observation: Observation
    number: str
    stop: Stop | None
    agree_count: int
    brought_by: str = ""


@dataclass(frozen=True)
class Shown:
    """One ticket with all that its page tells."""

    ticket: Ticket
    walk: Walk
    points: list[Gathered]
    before: list[Photo]
    after: list[Photo]
    history: list[Told]
    allowed: tuple[TicketStatus, ...]
    into: Ticket | None
    followers: list[Ticket]
    clock: AnswerClock
    noted_on: date
    is_silent: bool
    is_late: bool
    owners: list[Owner]
    waiting: Waiting | None

    @property
    def reporter_count(self) -> int:
        """How many phones and cards read the answer."""
        return len({p.observation.participant_id or p.observation.card_id for p in self.points} - {None})


def page(tools: Toolbox, actor: Actor, filters: Filters, after: str = "") -> Page:
    """A page of the list, what is most needed first; `after` is what the last page gave."""
    today = local_day(tools.clock.now())
    key = ticket_lists.read_key(after)
    found = ticket_lists.page(actor, filters, today, key, PAGE_SIZE + 1)
    shown = [ticket for ticket, _need in found[:PAGE_SIZE]]
    following = ticket_lists.write_key(*found[:PAGE_SIZE][-1], key.on if key else today) if found else ""
    walks = {walk.id: walk for walk in ticket_lists.walks_with_tickets()}
    first = _first_photos([ticket.id for ticket in shown])
    return Page(
        lines=[
            Listed(
                ticket,
                walks[ticket.walk_id],
                first.get(ticket.id),
                is_silent(ticket, today),
                is_late(ticket, today),
            )
            for ticket in shown
        ],
        next_after=following if len(found) > PAGE_SIZE else "",
        counts=_counts(actor, filters, today),
        owners=list(owners.all_owners()),
        walks=list(walks.values()),
    )


def show(tools: Toolbox, actor: Actor, ticket_id: UUID) -> Shown:
    """One ticket that exists for the actor; raises `NotFound`."""
    ticket = tickets.find_for(actor, ticket_id)
    walk = by_key(Walk, ticket.walk_id) if ticket is not None else None
    if ticket is None or walk is None:
        raise NotFound
    today = local_day(tools.clock.now())
    points = _points(ticket)
    before, after = _photos(ticket, points)
    clock = changing.clock_of(ticket)
    party = party_of(actor.role)
    return Shown(
        ticket=ticket,
        walk=walk,
        points=points,
        before=before,
        after=after,
        history=_history(ticket),
        allowed=allowed(ticket.state, party) if party is not None else (),
        into=merging.final(ticket) if ticket.merged_into_id else None,
        followers=list(tickets.followers_of(ticket.id)),
        clock=clock,
        noted_on=min((local_day(p.observation.observed_at) for p in points), default=clock.starts_on),
        is_silent=is_silent(ticket, today),
        is_late=is_late(ticket, today),
        owners=list(owners.all_owners()) if actor.role is Role.COORDINATOR else [],
        waiting=deciding.waiting_on(ticket) if actor.role is Role.COORDINATOR else None,
    )


def is_silent(ticket: Ticket, today: date) -> bool:
    """Whether the reporter's answer is late: the red of every page."""
    return asking.is_silent(asked.facts(ticket), today)


def is_late(ticket: Ticket, today: date) -> bool:
    """Whether the work is late: a promise or a limit has passed and it is not done."""
    over = (*CLOSED, TicketStatus.DONE, TicketStatus.NEEDS_PROJECT)
    if ticket.due_on is None or ticket.state in over or asked.facts(ticket).is_informed_only:
        return False
    return today > ticket.due_on


def _counts(actor: Actor, filters: Filters, today: date) -> dict[str, int]:
    by_state = ticket_lists.counts(actor, filters, today)
    return {group: sum(by_state.get(state, 0) for state in states) for group, states in GROUPS.items()}


def _points(ticket: Ticket) -> list[Gathered]:
    rows = list(observations.answered_by(ticket.id))
    for follower in tickets.followers_of(ticket.id):
        rows += observations.answered_by(follower.id)
    agreeing = observations.agree_counts([row.id for row in rows])
    stops = {stop.id: stop for stop in ticket_lists.stops([row.stop_id for row in rows if row.stop_id])}
    brought = operations.brought([row.id for row in rows])
    names = people.names_of(set(brought.values()))
    numbers = {walk.id: walk.number for walk in ticket_lists.walks({row.walk_id for row in rows})}
    found = [
        Gathered(
            row,
            ("" if row.walk_id == ticket.walk_id else f"{numbers[row.walk_id]}-") + short(row.number),
            stops.get(row.stop_id) if row.stop_id else None,
            agreeing.get(row.id, 0),
            names.get(brought[row.id], "") if row.id in brought else "",
        )
        for row in rows
    ]
    # The point that gave the ticket its number comes first.
    return sorted(found, key=lambda one: not ticket.number.endswith(f"-{short(one.observation.number)}"))


def _photos(ticket: Ticket, points: Sequence[Gathered]) -> tuple[list[Photo], list[Photo]]:
    of_points = photos.live_of_observations([point.observation.id for point in points])
    of_ticket = photos.live_of_tickets([ticket.id])
    found = [photo for photo in (*of_points, *of_ticket) if photo.large_key is not None]
    after = [photo for photo in found if photo.role == "after"]
    return [photo for photo in found if photo.role != "after"], after


def _first_photos(ticket_ids: Sequence[UUID]) -> dict[UUID, Photo]:
    rows = observations.of_tickets(ticket_ids)
    by_point = {row.id: row.ticket_id for row in rows}
    found: dict[UUID, Photo] = {}
    for photo in photos.live_of_observations(list(by_point)):
        ticket_id = by_point.get(photo.observation_id) if photo.observation_id else None
        if ticket_id is not None and photo.small_key is not None:
            found.setdefault(ticket_id, photo)
    return found


def _history(ticket: Ticket) -> list[Told]:
    events = tickets.events_of(ticket.id)
    hands = {event.id: hand for event in events if (hand := _hand(event)) is not None}
    known = {event.actor_id for event in events if event.actor_id} | set(hands.values())
    names = {**people.names_of(known), **crew_phones.names_of(known)}
    found = owners.by_ids({event.owner_id for event in events if event.owner_id})
    owner_names = {owner.id: owner.name for owner in found}
    return [
        Told(
            event,
            names.get(event.actor_id, "") if event.actor_id else "",
            owner_names.get(event.owner_id, "") if event.owner_id else "",
            names.get(hands[event.id], "") if event.id in hands else "",
        )
        for event in events
    ]


def _hand(event: TicketEvent) -> UUID | None:
    given = (event.details or {}).get("to") if event.kind == "assigned" else None
    return UUID(given) if given else None
