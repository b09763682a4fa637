"""The coordinator's Monday: one mail a week with what waits, each number with its link."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fieldapp.domain import asking, quiet_hours
from fieldapp.domain.clock import STOCKHOLM
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services import mail_texts, outbox
from fieldapp.services.asking_mails import Reader, readers
from fieldapp.services.ticketing import asked
from fieldapp.services.toolbox import Toolbox
from fieldapp.services.unreached import unreached_owners
from fieldapp.store import asking as store
from fieldapp.store import observations
from fieldapp.store import outbox as outbox_rows
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.revisions import next_rev


@dataclass(frozen=True)
class Week:
    """What waits now, and what the last week brought."""

    to_review_count: int = 0
    waiting_count: int = 0
    late_count: int = 0
    broken_count: int = 0
    at_desk_count: int = 0
    unreached_count: int = 0
    answered_count: int = 0
    done_count: int = 0

    @property
    def todo_count(self) -> int:
        """What somebody has to do something about."""
        return (
            self.to_review_count
            + self.late_count
            + self.broken_count
            + self.at_desk_count
            + self.unreached_count
        )

    @property
    def is_empty(self) -> bool:
        return self == Week()


@dataclass(frozen=True)
class Line:
    """A number by its code, which the mail puts into words, and where it is worked on."""

    code: str
    number: int
    link: str


def write(tools: Toolbox) -> None:
    """On the first working morning of the week; a week in which nothing ran gets one later, not two."""
    today = local_day(tools.clock.now())
    week = quiet_hours.week_of(today)
    # Counted before the lock: nobody's act waits for a look at all tickets.
    found = Week() if _is_written(week) else count(tools)
    db.session.rollback()
    if found.is_empty:
        return
    with unit_of_work() as session:
        # As in `asking`: of two processes the second finds what the first has written.
        next_rev()
        now = tools.clock.now()
        for reader in readers():
            mail = mail_texts.compose(
                tools, "weekly", reader.email, reader.language, week=found, lines=_lines(tools, found)
            )
            outbox.post(session, "weekly", _key(reader, week), mail, now, now)


def _is_written(week: str) -> bool:
    return all(outbox_rows.is_posted(_key(reader, week)) for reader in readers())


def count(tools: Toolbox) -> Week:
    """The numbers as they are now, and of the week before this one."""
    today = local_day(tools.clock.now())
    rows = [(ticket, asked.facts(ticket)) for ticket in store.live()]
    monday = quiet_hours.begins_week(today)
    since, until = _begins(monday - timedelta(days=7)), _begins(monday)
    return Week(
        to_review_count=observations.count_awaiting_review(),
        waiting_count=sum(asking.is_waited_for(one) for _, one in rows),
        late_count=sum(asking.is_silent(one, today) for _, one in rows),
        broken_count=sum(asking.has_broken_promise(one, today) for _, one in rows),
        at_desk_count=sum(_is_at_desk(ticket.state) for ticket, _ in rows),
        unreached_count=len(unreached_owners(today)),
        answered_count=store.answered_between(since, until),
        done_count=store.done_between(since, until),
    )


def _is_at_desk(state: TicketStatus) -> bool:
    return state in asking.WITH_COORDINATOR


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, STOCKHOLM).astimezone(UTC)


def _key(reader: Reader, week: str) -> str:
    return f"weekly:{reader.key}:{week}"


def _lines(tools: Toolbox, week: Week) -> list[Line]:
    """Only what is not nothing, what is most urgent first."""
    counted = (
        ("late", week.late_count, "/tickets/late"),
        ("broken", week.broken_count, "/tickets/late"),
        ("at_desk", week.at_desk_count, "/desk"),
        ("unreached", week.unreached_count, "/desk"),
        ("to_review", week.to_review_count, "/review"),
        ("waiting", week.waiting_count, "/tickets"),
    )
    return [Line(code, number, f"{tools.base_url}{path}") for code, number, path in counted if number]
