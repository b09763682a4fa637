"""Tells people that a point of theirs was answered, and that it is done: noted with its cause.

What happened is written down in the transaction of its cause, once for each point and address. An hour
after the first, all of it goes into one mail, at most one for a walk and day; what was taken back meanwhile
is left out.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fieldapp.domain import following, sentences
from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day, start_of_day
from fieldapp.domain.figures import Figure
from fieldapp.domain.observation_status import ObservationStatus
from fieldapp.services import following as addresses
from fieldapp.services import forgetting, mail_texts, outbox, told_points
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.told_points import ToldPoint
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import followers, observations
from fieldapp.store import outbox as outbox_rows
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.followers import Follower, FollowerNews
from fieldapp.store.observations import Observation
from fieldapp.store.participants import Participant
from fieldapp.store.tickets import Ticket

log = logging.getLogger("fieldapp.telling")

#: How many addresses one round tells.
_ROUND_MAX = 50


@dataclass(frozen=True)
class Line:
    """One point in a mail. Of a sensitive one only its number: mail is read on other people's screens."""

    number: str
    title: str
    place: str
    answer: str
    by: str
    is_done: bool


def point_answered(session: Session, ticket: Ticket, now: datetime) -> None:
    """Inside the unit of work that puts a ticket's public sentence in force."""
    points_answered(session, observations.answered_by(ticket.id), now)


def point_done(session: Session, ticket: Ticket, now: datetime) -> None:
    """Inside the unit of work that reports a ticket done; its answer is told by the same mail."""
    points = observations.answered_by(ticket.id)
    _note(session, points, (following.ANSWERED, following.DONE), now)


def points_answered(session: Session, points: Sequence[Observation], now: datetime) -> None:
    """Inside the unit of work that answers points without a ticket: praised, discussed or put aside."""
    _note(session, points, (following.ANSWERED,), now)


def tell_due(tools: Toolbox) -> int:
    """Write the mails whose hour has come, each in a unit of work of its own; returns how many.

    Outside any unit of work; again, or by two workers at once, writes nothing twice.
    """
    now = tools.clock.now()
    today = start_of_day(local_day(now))
    waiting = list(followers.with_news_before(now - following.GATHERED, today, _ROUND_MAX))
    db.session.rollback()
    return sum(_tell_safely(tools, follower_id) for follower_id in waiting)


def _tell_safely(tools: Toolbox, follower_id: UUID) -> bool:
    """What is wrong with one address stays with that address: all other mail goes on."""
    try:
        return _tell(tools, follower_id)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("news could not be told to %s", follower_id)
        return False


def _note(session: Session, points: Sequence[Observation], kinds: Iterable[str], now: datetime) -> None:
    phones = {point.participant_id for point in points if point.participant_id is not None}
    told = followers.confirmed_of(phones) if phones else {}
    if not told:
        return
    known = followers.known_news((row.id for row in told.values()), (point.id for point in points))
    for point in points:
        row = told.get(point.participant_id) if point.participant_id is not None else None
        if row is None or not point.is_for_its_phone or point.state is ObservationStatus.WITHDRAWN:
            continue
        for kind in kinds:
            if (row.id, point.id, kind) not in known:
                session.add(
                    FollowerNews(follower_id=row.id, observation_id=point.id, kind=kind, happened_at=now)
                )


def _tell(tools: Toolbox, follower_id: UUID) -> bool:
    if _is_over(tools, follower_id):
        forgetting.erase(tools, [follower_id])
        return False
    now = tools.clock.now()
    key = f"{forgetting.key_prefix(follower_id)}{local_day(now)}"
    with unit_of_work() as session:
        row = by_key(Follower, follower_id)
        phone = by_key(Participant, row.participant_id) if row is not None else None
        if row is None or phone is None or outbox_rows.is_posted(key):
            return False
        holding = _still_true(session, phone, followers.untold(row.id))
        if not holding:
            return False
        lines = _lines(holding, row.language)
        mail = mail_texts.to_follower(
            tools,
            "follow_news",
            row.email,
            row.language,
            addresses.stop_link(tools, row),
            lines=lines,
            walk=phone.walk,
            link=f"{tools.base_url}/walk?lang={row.language}#mina",
        )
        for news, _, _ in holding:
            news.told_at = now
        outbox.post(session, "follow", key, mail, now, now)
        return True


def _is_over(tools: Toolbox, follower_id: UUID) -> bool:
    """Whether the phone reads its points no more: its address goes instead of being written to."""
    row = by_key(Follower, follower_id)
    phone = by_key(Participant, row.participant_id) if row is not None else None
    is_over = phone is not None and not addresses.may_read(tools, phone)
    db.session.rollback()
    return is_over


Held = tuple[FollowerNews, Observation, ToldPoint]


def _still_true(
    session: Session, phone: Participant, waiting: Sequence[tuple[FollowerNews, Observation]]
) -> list[Held]:
    """What holds now; the rest is dropped, so that it can come again when it is true again."""
    points = {point.id: point for _, point in waiting}
    told = {
        one.id: one for one in told_points.told(list(points.values()), {phone.walk_id: phone.walk.number})
    }
    holding = []
    for news, point in waiting:
        now_told = told[point.id]
        if point.is_for_its_phone and _holds(news.kind, now_told):
            holding.append((news, point, now_told))
        else:
            session.delete(news)
    return holding


def _holds(kind: str, told: ToldPoint) -> bool:
    if told.observation is ObservationStatus.WITHDRAWN or told.sentence is None:
        return False
    return told.figure is Figure.DONE if kind == following.DONE else told.is_answered


def _lines(holding: Sequence[Held], language: str) -> list[Line]:
    done = {point.id for news, point, _ in holding if news.kind == following.DONE}
    each = {point.id: (point, told) for _, point, told in holding}
    return [_line(point, told, language, is_done=point.id in done) for point, told in each.values()]


def _line(point: Observation, told: ToldPoint, language: str, *, is_done: bool) -> Line:
    if point.is_sensitive or told.sentence is None:
        return Line(told.number, "", "", "", "", is_done)
    return Line(
        number=told.number,
        title=load_defaults().find(point.category, point.subcategory).name.in_(language),
        place=told.place,
        answer=sentences.render(told.sentence, language).text,
        by=told.answered_by,
        is_done=is_done,
    )
