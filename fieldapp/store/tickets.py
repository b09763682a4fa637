"""Tickets and their append-only history."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Date,
    ForeignKey,
    String,
    Text,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain import access
from fieldapp.domain.access import Scope
from fieldapp.domain.actors import Actor
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column
from fieldapp.store.owners import Owner


class Ticket(Model):
    """`version` is compared and set by every change; `answer` is the public sentence in force,
    said at `answered_at`; `first_answered_at` is when the answer clock stopped.

    `clock_on` is the local day from which the answer clock runs; `asked_count` and `last_asked_at` count
    questions that really went out, `escalated_at` is when its owner's head heard, `by_hand_at` when the
    coordinator asked outside the system, `informed_at` when the informed parties were told.

    `informed` lists owner classes that are told; `because` is the reason of the routing, as data;
    `planned_for` is a date, a week (2026-W46), a season code or "running"; `asset` is the number on the
    lamp post or cabinet.
    """

    __tablename__ = "ticket"

    id: Mapped[UUID] = id_column()
    number: Mapped[str] = mapped_column(String(30), unique=True)
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("owner.id"), index=True)
    state: Mapped[TicketStatus] = mapped_column(choice(TicketStatus), default=TicketStatus.NEW, index=True)
    category: Mapped[str] = mapped_column(String(4))
    subcategory: Mapped[str | None] = mapped_column(String(6))
    title: Mapped[str] = mapped_column(String(160))
    place: Mapped[str] = mapped_column(String(200), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    urgency: Mapped[str] = mapped_column(String(10))
    due_on: Mapped[date | None] = mapped_column(Date)
    due_because: Mapped[str] = mapped_column(String(30), default="")
    planned_for: Mapped[str] = mapped_column(String(20), default="")
    informed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    because: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rule_id: Mapped[UUID | None] = mapped_column()
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    answer_by: Mapped[str] = mapped_column(String(160), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(600), default="")
    no_photo_reason: Mapped[str] = mapped_column(String(300), default="")
    external_case: Mapped[str] = mapped_column(String(60), default="")
    asset: Mapped[str] = mapped_column(String(40), default="", index=True)
    needed: Mapped[str] = mapped_column(Text, default="")
    hazard: Mapped[str] = mapped_column(Text, default="")
    two_people: Mapped[bool] = mapped_column(default=False)
    assigned_to_id: Mapped[UUID | None] = mapped_column(index=True)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    answer_due_on: Mapped[date | None] = mapped_column(Date, index=True)
    clock_on: Mapped[date | None] = mapped_column(Date)
    asked_count: Mapped[int] = mapped_column(default=0)
    last_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_hand_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    informed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    rev: Mapped[int] = mapped_column(BigInteger, default=0, index=True)
    owner: Mapped[Owner | None] = relationship(lazy="joined")


class TicketEvent(Model):
    """One act on a ticket, never changed afterwards. `via` is desk, phone, link or server.

    `rev` and `owner_id` are the ticket's after the act: whose it was at an earlier revision is read here.
    `details` holds what the kind of act needs to be told: a reason, a promise, numbers of points.
    """

    __tablename__ = "ticket_event"

    id: Mapped[UUID] = id_column()
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[UUID | None] = mapped_column()
    actor_role: Mapped[str] = mapped_column(String(12))
    owner_id: Mapped[UUID | None] = mapped_column(index=True)
    via: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    rev: Mapped[int] = mapped_column(BigInteger, default=0)


class OwnerLink(Model):
    """A reply link: whose, for which tickets, until when; the mail holds the token.

    `sent_to` is the owner's address that the mail went to; kept as long as the tickets, which were
    answered by it.
    """

    __tablename__ = "owner_link"

    id: Mapped[UUID] = id_column()
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("owner.id"), index=True)
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"), index=True)
    sent_to: Mapped[str] = mapped_column(String(254), default="")
    ticket_ids: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[UUID | None] = mapped_column()
    owner: Mapped[Owner] = relationship(lazy="joined")


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The tickets that exist for the actor."""
    found = access.scope(actor, "ticket")
    if found is Scope.ALL:
        return true()
    if found is Scope.OWN_OWNER:
        # What has not been sent is still the coordinator's alone.
        return (Ticket.owner_id == actor.owner_id) & Ticket.sent_at.is_not(None)
    if found is Scope.NAMED:
        return Ticket.id.in_(actor.ticket_ids)
    if found is Scope.INFORMED:
        return func.json_array_length(Ticket.informed) > 0
    return false()


def find_for(actor: Actor, ticket_id: UUID) -> Ticket | None:
    return db.session.scalar(select(Ticket).where(Ticket.id == ticket_id, visible_to(actor)))


def list_for(
    actor: Actor, states: Sequence[TicketStatus] = (), after: tuple[int, UUID] | None = None, limit: int = 50
) -> Sequence[Ticket]:
    """A keyset page, last changed first; `after` is (rev, id) of the last row read."""
    query = select(Ticket).where(visible_to(actor))
    if states:
        query = query.where(Ticket.state.in_(states))
    if after is not None:
        query = query.where((Ticket.rev < after[0]) | ((Ticket.rev == after[0]) & (Ticket.id < after[1])))
    return db.session.scalars(query.order_by(Ticket.rev.desc(), Ticket.id.desc()).limit(limit)).all()


def of_walk(walk_id: UUID) -> Sequence[Ticket]:
    return db.session.scalars(select(Ticket).where(Ticket.walk_id == walk_id).order_by(Ticket.number)).all()


def events_of(ticket_id: UUID) -> Sequence[TicketEvent]:
    """Newest first."""
    return db.session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id)
        .order_by(TicketEvent.at.desc(), TicketEvent.id.desc())
    ).all()


def link_by_fingerprint(token_sha256: str) -> OwnerLink | None:
    return db.session.scalar(select(OwnerLink).where(OwnerLink.token_sha256 == token_sha256))


def by_number(number: str) -> Ticket | None:
    return db.session.scalar(select(Ticket).where(Ticket.number == number))


def followers_of(ticket_id: UUID) -> Sequence[Ticket]:
    """Tickets that were merged into this one."""
    return db.session.scalars(
        select(Ticket).where(Ticket.merged_into_id == ticket_id).order_by(Ticket.number)
    ).all()


def events_after(ticket_id: UUID, rev: int) -> Sequence[TicketEvent]:
    """What happened since a revision, oldest first."""
    return db.session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.rev > rev)
        .order_by(TicketEvent.rev, TicketEvent.id)
    ).all()


def owner_at(ticket_id: UUID, rev: int) -> UUID | None:
    """Whose the ticket was at a revision; None where it was nobody's or did not exist."""
    return db.session.scalar(
        select(TicketEvent.owner_id)
        .where(TicketEvent.ticket_id == ticket_id, TicketEvent.rev <= rev)
        .order_by(TicketEvent.rev.desc(), TicketEvent.id.desc())
        .limit(1)
    )


def last_contested(ticket_ids: Sequence[UUID]) -> Sequence[TicketEvent]:
    """The act that made each of these tickets contested, the last time."""
    events = db.session.scalars(
        select(TicketEvent)
        .where(TicketEvent.ticket_id.in_(ticket_ids), TicketEvent.to_state == TicketStatus.CONTESTED.value)
        .order_by(TicketEvent.rev)
    )
    return list({event.ticket_id: event for event in events}.values())


def last_taken_to(ticket_id: UUID, *states: TicketStatus) -> datetime | None:
    """When the ticket was last taken to one of these states; to be opened is not to be taken there."""
    return db.session.scalar(
        select(TicketEvent.at)
        .where(
            TicketEvent.ticket_id == ticket_id,
            TicketEvent.kind == "status",
            TicketEvent.to_state.in_([state.value for state in states]),
        )
        .order_by(TicketEvent.rev.desc())
        .limit(1)
    )
