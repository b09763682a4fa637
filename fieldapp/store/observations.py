"""Observations: what was seen, felt or liked at a place, and who agrees."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    case,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fieldapp.domain import access
from fieldapp.domain.access import Scope
from fieldapp.domain.actors import Actor
from fieldapp.domain.geo import BoundingBox
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.store.db import Model, UtcDateTime, choice, db, id_column
from fieldapp.store.participants import Card, Participant
from fieldapp.store.walks import Stop, Walk


class Observation(Model):
    """`text` is the reporter's own; `public_text` is what all read, once reviewed.

    `answer` is the public sentence of a point without a ticket (praise, dialogue, dismissed).
    `field_revs` says for each field that was edited at which rev: phones that did not see it must be told.
    `outcome` is what the reviewer meant it to become when the walk is sent (ticket, praise, dialogue),
    `urgency` the reviewer's word where it is another than the recorder's `severity`; a merged point
    carries the ticket of the point it follows. `asset` is the number on the lamp post or cabinet.
    """

    __tablename__ = "observation"
    __table_args__ = (
        UniqueConstraint("walk_id", "number"),
        Index("ix_observation_walk_id_rev", "walk_id", "rev"),
        Index("ix_observation_category_observed", "category", "observed_at"),
    )

    id: Mapped[UUID] = id_column()
    walk_id: Mapped[UUID] = mapped_column(ForeignKey("walk.id"))
    number: Mapped[int]
    stop_id: Mapped[UUID | None] = mapped_column(ForeignKey("stop.id"))
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("card.id"), index=True)
    state: Mapped[ObservationStatus] = mapped_column(
        choice(ObservationStatus), default=ObservationStatus.NOTED, index=True
    )
    category: Mapped[str] = mapped_column(String(4))
    subcategory: Mapped[str | None] = mapped_column(String(6))
    text: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str] = mapped_column(Text, default="")
    lang: Mapped[str] = mapped_column(String(2), default="sv")
    severity: Mapped[str | None] = mapped_column(String(10))
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    for_other: Mapped[bool] = mapped_column(default=False)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    position_source: Mapped[str | None] = mapped_column(String(6))
    stretch_lat: Mapped[float | None]
    stretch_lon: Mapped[float | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    public_lang: Mapped[str] = mapped_column(String(2), default="sv")
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(600), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")
    urgency: Mapped[str | None] = mapped_column(String(10))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("observation.id"), index=True)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), index=True)
    owner_hint: Mapped[str] = mapped_column(String(40), default="")
    asset: Mapped[str] = mapped_column(String(40), default="")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    observed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock: Mapped[str] = mapped_column(String(10), default="ok")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_late: Mapped[bool] = mapped_column(default=False)
    field_revs: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    rev: Mapped[int] = mapped_column(BigInteger, default=0)
    walk: Mapped[Walk] = relationship(lazy="raise_on_sql")
    stop: Mapped[Stop | None] = relationship(lazy="raise_on_sql")
    reporter: Mapped[Participant | None] = relationship(lazy="raise_on_sql")

    @property
    def is_for_its_phone(self) -> bool:
        """Whether its answer goes to the phone that noted it: by that phone's card, and by its mail."""
        return not self.for_other


class Agreement(Model):
    """ "Jag håller med": one phone, one point, once."""

    __tablename__ = "agreement"

    observation_id: Mapped[UUID] = mapped_column(ForeignKey("observation.id"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True, index=True)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The points that exist for the actor; whose words are shown is `access.may_read_words`."""
    found = access.scope(actor, "observation")
    if found is Scope.ALL:
        return true()
    if found is Scope.OWN_WALK and actor.is_phone:
        return Observation.walk_id == actor.walk_id
    return false()


def find_for(actor: Actor, observation_id: UUID) -> Observation | None:
    return db.session.scalar(select(Observation).where(Observation.id == observation_id, visible_to(actor)))


def of_walk(walk_id: UUID) -> Sequence[Observation]:
    """All points of a walk, by number."""
    return db.session.scalars(
        select(Observation).where(Observation.walk_id == walk_id).order_by(Observation.number)
    ).all()


def of_tickets(ticket_ids: Sequence[UUID]) -> Sequence[Observation]:
    return db.session.scalars(
        select(Observation)
        .where(Observation.ticket_id.in_(ticket_ids))
        .order_by(Observation.walk_id, Observation.number)
    ).all()


def of_card(card_id: UUID) -> Sequence[Observation]:
    return db.session.scalars(
        select(Observation).where(Observation.card_id == card_id).order_by(Observation.number)
    ).all()


def of_phone(participant_id: UUID) -> Sequence[Observation]:
    """All points that a phone has noted, by number."""
    return db.session.scalars(
        select(Observation)
        .where(
            Observation.participant_id == participant_id,
            Observation.state != ObservationStatus.WITHDRAWN,
        )
        .order_by(Observation.number)
    ).all()


def used_cards(walk_id: UUID) -> dict[int, int]:
    """How many cards of each order of a walk follow a point."""
    rows = db.session.execute(
        select(Card.batch, func.count(Card.id.distinct()))
        .join(Observation, Observation.card_id == Card.id)
        .where(Card.walk_id == walk_id)
        .group_by(Card.batch)
    )
    return {row[0]: row[1] for row in rows}


def count_of_phone(participant_id: UUID | None) -> int:
    """How many points a phone has noted."""
    return db.session.scalar(select(func.count()).where(Observation.participant_id == participant_id)) or 0


def same_category_since(category: str, moment: datetime) -> Sequence[Observation]:
    """Candidates for near duplicates, newest first."""
    return db.session.scalars(
        select(Observation)
        .where(
            Observation.category == category,
            Observation.observed_at >= moment,
            Observation.lat.is_not(None),
            Observation.state.not_in([ObservationStatus.WITHDRAWN, ObservationStatus.MERGED]),
        )
        .order_by(Observation.observed_at.desc())
        .limit(200)
    ).all()


def near(category: str, box: BoundingBox, since: datetime, until: datetime) -> Sequence[Observation]:
    """Points of a category inside a box and between two moments: candidates for near duplicates."""
    return db.session.scalars(
        select(Observation)
        .where(
            Observation.category == category,
            Observation.observed_at.between(since, until),
            Observation.lat.between(box.south, box.north),
            Observation.lon.between(box.west, box.east),
        )
        .order_by(Observation.observed_at, Observation.id)
        .limit(200)
    ).all()


def _is_nameless() -> ColumnElement[bool]:
    """No words for its place but those of the stop at which it was noted."""
    return (Observation.place == "") | (Observation.place == Stop.name)


def without_place(limit: int) -> Sequence[Observation]:
    """Points with a position and no address for it, oldest first."""
    return db.session.scalars(
        select(Observation)
        .outerjoin(Stop, Stop.id == Observation.stop_id)
        .where(
            _is_nameless(),
            Observation.lat.is_not(None),
            Observation.state.not_in([ObservationStatus.WITHDRAWN, ObservationStatus.DISMISSED]),
        )
        .order_by(Observation.received_at, Observation.id)
        .limit(limit)
    ).all()


def nameless_in(south: float, north: float, west: float, east: float) -> Sequence[Observation]:
    """Points without an address, inside a small box."""
    return db.session.scalars(
        select(Observation)
        .outerjoin(Stop, Stop.id == Observation.stop_id)
        .where(
            _is_nameless(),
            Observation.lat.between(south, north),
            Observation.lon.between(west, east),
        )
    ).all()


def answered_by(ticket_id: UUID) -> Sequence[Observation]:
    """The points that a ticket answers, merged ones too, and those that were merged into them since."""
    own = select(Observation.id).where(Observation.ticket_id == ticket_id)
    return db.session.scalars(
        select(Observation)
        .where((Observation.ticket_id == ticket_id) | Observation.merged_into_id.in_(own))
        .order_by(Observation.walk_id, Observation.number)
    ).all()


def merged_into(observation_id: UUID) -> Sequence[Observation]:
    return db.session.scalars(
        select(Observation).where(Observation.merged_into_id == observation_id).order_by(Observation.number)
    ).all()


def awaiting_review() -> ColumnElement[bool]:
    """Points whose words nobody has read yet: the noted, and tickets that were opened before review."""
    return (Observation.state == ObservationStatus.NOTED) | (
        (Observation.state == ObservationStatus.TICKET) & Observation.reviewed_at.is_(None)
    )


def count_awaiting_review() -> int:
    return db.session.scalar(select(func.count()).where(awaiting_review())) or 0


def review_counts() -> dict[UUID, tuple[int, int, int]]:
    """By walk: points that await review, points that are reviewed and not yet sent, points in all."""
    waits = func.sum(case((awaiting_review(), 1), else_=0))
    ready = func.sum(case((Observation.state == ObservationStatus.REVIEWED, 1), else_=0))
    rows = db.session.execute(
        select(Observation.walk_id, waits, ready, func.count())
        .where(Observation.state != ObservationStatus.WITHDRAWN)
        .group_by(Observation.walk_id)
    )
    return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in rows}


def agree_counts(observation_ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = db.session.execute(
        select(Agreement.observation_id, func.count())
        .where(Agreement.observation_id.in_(observation_ids))
        .group_by(Agreement.observation_id)
    )
    return {row[0]: row[1] for row in rows}


def agreed_by(participant_id: UUID) -> set[UUID]:
    """The points that this phone agrees with."""
    return set(
        db.session.scalars(select(Agreement.observation_id).where(Agreement.participant_id == participant_id))
    )
