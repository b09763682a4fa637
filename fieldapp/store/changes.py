"""What changed since a revision, for phones: keys in the order of revisions, then the rows of one page."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from fieldapp.domain.actors import Actor
from fieldapp.domain.ticket_status import CLOSED
from fieldapp.store.db import db
from fieldapp.store.observations import Agreement, Observation
from fieldapp.store.tickets import Ticket, TicketEvent, visible_to

#: The last revision of a thing and of what it shows of others, and the thing.
Key = tuple[int, UUID]


def observation_keys(walk_id: UUID, rev: int, only_of: UUID | None) -> list[Key]:
    """Points of a walk that changed after `rev`, or whose ticket or followed point did; lowest first.

    With `only_of` only that phone's own.
    """
    followed, ticket, then, last = aliased(Observation), aliased(Ticket), aliased(Ticket), aliased(Ticket)
    answering = func.coalesce(followed.ticket_id, Observation.ticket_id)
    revs = (Observation.rev, followed.rev, ticket.rev, then.rev, last.rev)
    query = (
        select(Observation.id, *revs)
        .outerjoin(followed, followed.id == Observation.merged_into_id)
        .outerjoin(ticket, ticket.id == answering)
        # A ticket that was merged is answered by the one it follows.
        .outerjoin(then, then.id == ticket.merged_into_id)
        .outerjoin(last, last.id == then.merged_into_id)
        .where(Observation.walk_id == walk_id, or_(*(one > rev for one in revs)))
    )
    if only_of is not None:
        query = query.where(Observation.participant_id == only_of)
    return sorted((max(found or 0 for found in row[1:]), row[0]) for row in db.session.execute(query))


def ticket_keys(actor: Actor, rev: int, *, with_closed: bool) -> list[Key]:
    """Tickets of the actor that changed after `rev`, or one of whose points did; lowest first."""
    points = (
        select(func.max(Observation.rev))
        .where(Observation.ticket_id == Ticket.id)
        .correlate(Ticket)
        .scalar_subquery()
    )
    query = select(Ticket.id, Ticket.rev, points).where(
        visible_to(actor), (Ticket.rev > rev) | (points > rev)
    )
    if not with_closed:
        query = query.where(Ticket.state.not_in(CLOSED))
    return sorted((max(row[1], row[2] or 0), row[0]) for row in db.session.execute(query))


def lost_ticket_keys(actor: Actor, rev: int) -> list[Key]:
    """Tickets that were this owner's once, changed after `rev` and are another's now."""
    was_theirs = (
        select(TicketEvent.id)
        .where(TicketEvent.ticket_id == Ticket.id, TicketEvent.owner_id == actor.owner_id)
        .exists()
    )
    query = select(Ticket.rev, Ticket.id).where(Ticket.rev > rev, ~visible_to(actor), was_theirs)
    return sorted((row[0], row[1]) for row in db.session.execute(query))


def observations(ids: Collection[UUID]) -> Sequence[Observation]:
    return db.session.scalars(select(Observation).where(Observation.id.in_(ids))).all()


def tickets(ids: Collection[UUID]) -> Sequence[Ticket]:
    """Each with its owner."""
    return db.session.scalars(select(Ticket).where(Ticket.id.in_(ids))).all()


def points_of_tickets(ticket_ids: Collection[UUID]) -> Sequence[Observation]:
    """All points that these tickets answer, by number."""
    return db.session.scalars(
        select(Observation)
        .where(Observation.ticket_id.in_(ticket_ids))
        .order_by(Observation.walk_id, Observation.number)
    ).all()


def agreed_among(participant_id: UUID, observation_ids: Collection[UUID]) -> set[UUID]:
    """Those of these points that the phone agrees with."""
    return set(
        db.session.scalars(
            select(Agreement.observation_id).where(
                Agreement.participant_id == participant_id, Agreement.observation_id.in_(observation_ids)
            )
        )
    )
