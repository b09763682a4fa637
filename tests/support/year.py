"""A year of a municipality: owners that read their mail or do not, and a coordinator who acts when asked."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from fieldapp.domain.clock import STOCKHOLM
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ids import new_id
from fieldapp.domain.quiet_hours import week_of
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.domain.working_days import is_working_day
from fieldapp.services import asking, calling, desk, outbox, owner_links, owner_replies
from fieldapp.services.needs import Kind, Need
from fieldapp.services.owner_replies import Reply
from fieldapp.services.review import whole_walk
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from fieldapp.store.owners import Owner, OwnerAbsence
from fieldapp.store.tickets import Ticket
from tests.support.answered import Asked
from tests.support.clock import HeldClock
from tests.support.world import World

_LINK = re.compile(r"/o/(\S+)")
#: What makes somebody answer a ticket: how many mails about it were read; NEVER is silent all year.
CALL, NEVER = 50, 99
_PATIENCE = (1, 1, 1, 1, 2, 2, 3, 4, CALL, CALL)
_ENDS = (S.DONE, S.PLANNED, S.DECLINED, S.PLANNED, S.INVESTIGATING, S.BOUNCED, S.NEEDS_PROJECT)
#: Weekdays on which the coordinator opens the page, counted from Monday.
LOOKS_ON = (1, 3)
_OWN = {"text": "Vi tar hand om det.", "lang": "sv"}


@dataclass
class Task:
    """What an owner will do about one of its tickets, and how."""

    ticket_id: UUID
    number: str
    owner_code: str
    end: S
    patience: int
    mails: int = 0
    token: str = ""
    answer_on: date | None = None
    promised: bool = False


@dataclass
class Year:
    """`acts` counts by week what the coordinator did because the page asked for it."""

    world: World
    tools: Toolbox
    clock: HeldClock
    tasks: dict[UUID, Task] = field(default_factory=dict)
    acts: Counter[str] = field(default_factory=Counter)
    sent: list[tuple[str, str, date]] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)
    owners: dict[str, UUID] = field(default_factory=dict)
    stubborn: set[str] = field(default_factory=set)

    def people(self) -> None:
        """Nine owners: crews, mail, their own system; with a head or none, on holiday, hard to reach."""
        self.owners = {"gata-park": self.world.streets, "bostad": self.world.housing}
        for code, class_code, name in (
            ("vagar", "TV", "Vägmyndigheten"),
            ("elnat", "EL", "Elnätsbolaget"),
            ("fritid", "KF", "Kultur och fritid"),
            ("fastighet", "FA", "Kommunala fastigheter"),
            ("ljus", "BE", "Belysningen"),
            ("renhallning", "RE", "Renhållningen"),
            ("plan", "PL", "Planavdelningen"),
        ):
            self.owners[code] = self.world.add_owner(code, class_code, name)
        self.owner_is("bostad", head_name="Kim", head_email="kim@demo.invalid")
        self.owner_is("fritid", head_name="Robin", head_email="robin@demo.invalid")
        self.owner_is("elnat", email="drift@elnat")  # no mail server takes this
        self.owner_is("plan", email="")
        self.stubborn = {"fastighet", "renhallning"}
        with unit_of_work() as work:
            work.add(
                OwnerAbsence(
                    id=new_id(),
                    owner_id=self.owners["ljus"],
                    from_on=date(2027, 6, 1),
                    until_on=date(2027, 8, 31),
                    substitute_name="Vikarien",
                    substitute_email="vikarie@demo.invalid",
                )
            )

    def owner_is(self, code: str, **columns: str) -> None:
        with unit_of_work():
            owner = by_key(Owner, self.owners[code])
            assert owner is not None
            for name, value in columns.items():
                setattr(owner, name, value)

    def walk(self, walk_id: UUID, asked: Asked) -> None:
        """Thirty points, reviewed by the next day."""
        codes = list(self.owners)
        for number in range(30):
            asked.point(walk_id=walk_id, owner_hint=codes[number % len(codes)])

    def send(self, walk_id: UUID) -> None:
        whole_walk.send(self.tools, self.world.actor(self.world.ann), walk_id)
        rows = db.session.query(Ticket).filter_by(walk_id=walk_id).order_by(Ticket.number).all()
        for ticket in rows:
            at = len(self.tasks)
            assert ticket.owner is not None
            stubborn = ticket.owner.code in self.stubborn and at % 2 == 0
            patience = NEVER if stubborn else _PATIENCE[(at * 7) % 10]
            self.tasks[ticket.id] = Task(ticket.id, ticket.number, ticket.owner.code, _ENDS[at % 7], patience)

    def days(self, first: date, last: date) -> Iterator[date]:
        day = first
        while day <= last:
            yield day
            day += timedelta(days=1)

    def at(self, day: date, hour: int) -> None:
        self.clock.moment = datetime.combine(day, time(hour, 15), STOCKHOLM).astimezone(UTC)

    def live(self, day: date) -> None:
        """One working day: the clocks, the post, the owners, and the coordinator's look at the page."""
        if not is_working_day(day):
            return
        self.at(day, 7)
        for _ in range(2 if day.day < 4 else 1):
            asking.run(self.tools)
        self.deliver(day)
        self.at(day, 10)
        for task in list(self.tasks.values()):
            if task.answer_on is not None and task.answer_on <= day:
                self.answer(task, day)
        if day.weekday() in LOOKS_ON:
            self.at(day, 13)
            self.coordinate(day)

    def deliver(self, day: date) -> None:
        letters = {row.id: dict(row.payload) for row in self.unsent()}
        if not letters:
            return
        outbox.deliver_due(self.tools)
        db.session.expire_all()
        for row in db.session.query(OutboxMessage).filter(OutboxMessage.id.in_(letters)).all():
            if row.sent_at is not None:
                self.sent.append((row.kind, row.payload["to"], local_day(row.created_at)))
                self.read(row.kind, str(letters[row.id]["text"]), day)

    def unsent(self) -> list[OutboxMessage]:
        return db.session.query(OutboxMessage).filter_by(sent_at=None, dead_at=None).all()

    def read(self, kind: str, text: str, day: date) -> None:
        """Whoever reads the mail answers what it is time to answer, two days later."""
        if kind not in ("tickets", "reminder", "escalation", "owner-link"):
            return
        for token in _LINK.findall(text) or [""]:
            for task in self.named(token, text):
                task.mails += kind != "owner-link"
                # One owner goes on using the first link that it ever got.
                keeps_old = token and task.token and self.is_of(task, "fritid") and kind != "owner-link"
                task.token = task.token if keeps_old else token
                if task.mails >= task.patience and task.answer_on is None:
                    task.answer_on = day + timedelta(days=2)

    def named(self, token: str, text: str) -> list[Task]:
        if token:
            link = owner_links.open_link(self.tools, token)
            return [self.tasks[UUID(one)] for one in link.ticket_ids if UUID(one) in self.tasks]
        return [task for task in self.tasks.values() if task.number in text]

    def is_of(self, task: Task, code: str) -> bool:
        return task.owner_code == code

    def row(self, task: Task) -> Ticket:
        found = by_key(Ticket, task.ticket_id)
        assert found is not None
        return found

    def answer(self, task: Task, day: date) -> None:
        """By link, or by the crew on its phone; an expired link is renewed first, and used the day after."""
        ticket = self.row(task)
        task.answer_on = None
        if ticket.state in (S.DONE, S.DECLINED, S.NEEDS_PROJECT, S.BOUNCED):
            return
        wanted = self.wanted(task, day)
        try:
            self.say(task, ticket, wanted)
        except owner_links.LinkOver:
            owner_links.send_new(self.tools, task.token)
            task.answer_on = day + timedelta(days=2)
            return
        if wanted.to in (S.PLANNED, S.INVESTIGATING):
            task.promised = True
            late = 25 if task.ticket_id.int % 2 else -3
            limit = self.row(task).due_on if wanted.to is S.PLANNED else self.row(task).answer_due_on
            task.answer_on = (limit or day) + timedelta(days=late)

    def say(self, task: Task, ticket: Ticket, wanted: TicketChange) -> None:
        if ticket.owner is not None and ticket.owner.receives == "crew":
            cem = self.world.actor(self.world.cem)
            changing.change(self.tools, cem, ticket.id, wanted, history.PHONE)
        else:
            owner_replies.answer(self.tools, task.token, ticket.id, Reply(wanted))

    def wanted(self, task: Task, day: date) -> TicketChange:
        if task.promised or task.end is S.DONE:
            return TicketChange(S.DONE, sentence=_OWN, no_photo_reason="Syns inte på bild.")
        if task.end is S.PLANNED:
            return TicketChange(S.PLANNED, sentence=_OWN, planned_for=str(day + timedelta(days=21)))
        if task.end is S.INVESTIGATING:
            clock = changing.clock_of(self.row(task))
            by = min(clock.latest_extension, max(day, clock.promised_on) + timedelta(days=30))
            if clock.extended_to is None and by > clock.promised_on:
                return TicketChange(S.INVESTIGATING, answer_by=by)
        if task.end is S.BOUNCED and self.row(task).owner_id != self.world.streets:
            return TicketChange(S.BOUNCED, note="Inte vår.")
        return TicketChange(S.DECLINED, sentence=_OWN, reason="cost")

    def coordinate(self, day: date) -> None:
        """Do what each row of *Att göra* asks for, and nothing else."""
        ann = self.world.actor(self.world.ann)
        for need in desk.home(self.tools, ann).rows:
            self.act(need, day)

    def act(self, need: Need, day: date) -> None:
        self.acts[week_of(day)] += 1
        ann = self.world.actor(self.world.ann)
        if need.kind is Kind.BOUNCED:
            assert need.ticket_id is not None
            sent = TicketChange(S.SENT, version=need.version, owner="gata-park")
            changing.change(self.tools, ann, need.ticket_id, sent, history.DESK)
            task = self.tasks[need.ticket_id]
            task.end, task.patience, task.mails, task.owner_code = S.DONE, 1, 0, "gata-park"
            return
        assert need.owner_id is not None, need.kind
        if need.kind is Kind.UNREACHED:
            code = next(code for code, owner_id in self.owners.items() if owner_id == need.owner_id)
            self.owner_is(code, email=f"{code}@demo.invalid")
            return
        if calling.called(self.tools, ann, need.owner_id):
            self.picks_up(need.owner_id, day)
        else:
            # Another row of the same owner: one call was about both.
            self.acts[week_of(day)] -= 1

    def picks_up(self, owner_id: UUID, day: date) -> None:
        """Whoever is called answers two days later, if anything moves it at all."""
        now = self.clock.now()
        for ticket in db.session.query(Ticket).filter_by(owner_id=owner_id, by_hand_at=now).all():
            task = self.tasks[ticket.id]
            can_answer = task.token or task.owner_code == "gata-park"
            if task.patience <= CALL and task.answer_on is None and can_answer:
                task.answer_on = day + timedelta(days=2)
