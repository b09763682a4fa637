"""From each point's outcome to what was done, said and seen since, step by step by the rules of all."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from fieldapp.domain.answer_clock import ANSWER_DAYS
from fieldapp.domain.observation_status import Reviewer
from fieldapp.domain.sentences import Outcome, templates_for
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.demo import review
from fieldapp.services.demo.chance import Chance
from fieldapp.services.demo.days import week_of
from fieldapp.services.demo.pictures import Wanted
from fieldapp.services.demo.points import Noted
from fieldapp.services.demo.tickets import Desk
from fieldapp.services.ticketing.changing import TicketChange

S = TicketStatus
#: A repair that takes this long is promised before it is done.
_PROMISED_FROM_DAYS = 20
_SEEN_AFTER_DAYS = 6
_REMINDERS_DAYS = (10, 20)
_GATHERED = "same_ticket"
_NO_PHOTO = ("Gjordes i dagsljus, syns inte på bild.", "Hann inte fota, bussen kom.", "Syns inte på bild.")


class Walk:
    """Tells one walk's points to the end of their story."""

    def __init__(self, desk: Desk, points: dict[int, Noted], follow_up: dict[int, datetime]) -> None:
        """`follow_up` says when each point was seen again; empty where nobody has been back."""
        self.desk = desk
        self.points = points
        self.follow_up = follow_up

    def tell(self) -> None:
        for order, noted in enumerate(self.points.values()):
            if noted.told.outcome not in review.NOT_READ:
                self._review(noted, order)
        for noted in self.points.values():
            if _has_ticket(noted):
                self._ticket(noted)

    def _review(self, noted: Noted, order: int) -> None:
        days, timeline = self.desk.days, self.desk.timeline
        read_at, sent_at = days.review(noted.held.walked_on, order), days.sent(noted.held.walked_on)
        outcome = noted.told.outcome
        if outcome == "dismissed":
            timeline.add(read_at, partial(review.dismiss, noted, read_at))
        elif outcome == "merged":
            into = self.points[int(noted.told.detail)]
            timeline.add(read_at, partial(review.merge, noted, into, read_at))
        else:
            timeline.add(read_at, partial(review.accept, noted, read_at))
        if outcome in review.WITHOUT_TICKET:
            timeline.add(sent_at, partial(review.answer, noted, sent_at))

    def _ticket(self, noted: Noted) -> None:
        sent_at = self.desk.days.sent(noted.held.walked_on)
        gathered = [one for one in self.points.values() if _follows(one, noted)]
        is_sent = noted.told.outcome != "new"
        opening = partial(self.desk.open, [noted, *gathered], sent_at, Reviewer.COORDINATOR, is_sent=is_sent)
        self.desk.timeline.add(sent_at, opening)
        step = _STEPS.get(noted.told.outcome)
        if step is not None:
            step(self, noted, self._answer_at(noted))
        self._look_again(noted)

    def _answer_at(self, noted: Noted, days: int | None = None, what: str = "") -> datetime:
        key = f"{noted.told.walk}/{noted.told.number}{what}"
        wanted = noted.told.days if days is None else days
        return self.desk.days.answer(noted.held.walked_on, wanted, key)

    def _accept(self, noted: Noted, before: datetime) -> None:
        """Taken on a day or two after it came, where the answer left time for that."""
        at = self._answer_at(noted, 2, "/accepted")
        if at < before - timedelta(hours=2):
            self.desk.owner_does(noted, at, TicketChange(S.ACCEPTED))

    def _mended(self, noted: Noted, done_at: datetime) -> None:
        self._accept(noted, done_at)
        if noted.told.days >= _PROMISED_FROM_DAYS:
            self._promise(noted, done_at)
        after = Wanted.of(noted.told.photo, is_mended=True)
        no_photo = "" if after else Chance(f"{noted.told.walk}/{noted.told.number}").some(_NO_PHOTO, 1)[0]
        sentence = {"template": noted.told.template}
        change = TicketChange(
            S.DONE, sentence=sentence, no_photo_reason=no_photo, has_photo=after is not None
        )
        self.desk.owner_does(noted, done_at, change, after)
        if noted.told.outcome == "confirmed" and not self.follow_up:
            seen_at = self._answer_at(noted, noted.told.days + _SEEN_AFTER_DAYS, "/seen")
            self.desk.coordinator_does(noted, seen_at, TicketChange(S.CONFIRMED, note="Sedd på plats."))

    def _promise(self, noted: Noted, done_at: datetime) -> None:
        at = self._answer_at(noted, noted.told.days // 3, "/planned")
        fitting = templates_for(Outcome.PLANNED, noted.told.subcategory)
        template = next(one.id for one in fitting if one.fields == ("when",))
        change = TicketChange(S.PLANNED, sentence={"template": template}, planned_for=week_of(done_at))
        self.desk.owner_does(noted, at, change)

    def _planned(self, noted: Noted, at: datetime) -> None:
        self._accept(noted, at)
        promise = self.desk.days.promise(noted.told.promise)
        sentence = {"template": noted.told.template}
        self.desk.owner_does(noted, at, TicketChange(S.PLANNED, sentence=sentence, planned_for=promise))

    def _needs_project(self, noted: Noted, at: datetime) -> None:
        self._accept(noted, at)
        values = {"year": self.desk.days.today.year + 1} if noted.told.template.endswith("budget") else {}
        sentence = {"template": noted.told.template, "values": values}
        self.desk.owner_does(noted, at, TicketChange(S.NEEDS_PROJECT, sentence=sentence))

    def _declined(self, noted: Noted, at: datetime) -> None:
        self._accept(noted, at)
        sentence = {"template": noted.told.template}
        self.desk.owner_does(noted, at, TicketChange(S.DECLINED, sentence=sentence))

    def _unanswered(self, noted: Noted, _at: datetime) -> None:
        """Asked when it was sent, then reminded; the second time is *frågad två gånger*."""
        for asked_count, days in enumerate(_REMINDERS_DAYS, start=1):
            self.desk.remind(noted, self._answer_at(noted, days, f"/reminder-{days}"), asked_count)
        lifted_at = self._answer_at(noted, ANSWER_DAYS, "/lifted")
        if lifted_at.date() <= self.desk.days.today:
            self.desk.lift(noted, lifted_at)

    def _accepted(self, noted: Noted, at: datetime) -> None:
        self.desk.owner_does(noted, at, TicketChange(S.ACCEPTED))

    def _in_progress(self, noted: Noted, at: datetime) -> None:
        self.desk.owner_does(noted, at, TicketChange(S.ACCEPTED))
        self.desk.owner_does(noted, at + timedelta(minutes=50), TicketChange(S.IN_PROGRESS))

    def _bounced(self, noted: Noted, at: datetime) -> None:
        note = "Gata och park. Marken utanför staketet är inte vår, den hör till parken."
        self.desk.owner_does(noted, at, TicketChange(S.BOUNCED, note=note))

    def _investigating(self, noted: Noted, at: datetime) -> None:
        answer_by = date.fromisoformat(self.desk.days.promise(noted.told.detail))
        sentence = {"template": "investigating.visit"}
        change = TicketChange(S.INVESTIGATING, sentence=sentence, answer_by=answer_by)
        self.desk.owner_does(noted, at, change)

    def _handed_over(self, noted: Noted, at: datetime) -> None:
        change = TicketChange(
            S.HANDED_OVER, sentence={"template": "handed_over.case"}, external_case=noted.told.detail
        )
        self.desk.coordinator_does(noted, at, change)

    def _merged_ticket(self, noted: Noted, at: datetime) -> None:
        self.desk.merge(noted, self.points[int(noted.told.detail)], at + timedelta(minutes=30))

    def _contested(self, noted: Noted, at: datetime) -> None:
        self.desk.contest(noted, at, noted.told.template or "done.surface")

    def _look_again(self, noted: Noted) -> None:
        """What the follow-up walk found where it stood at the place again."""
        at = self.follow_up.get(noted.told.number)
        if at is not None:
            self.desk.verdict(noted, at, noted.told.outcome)


_STEPS: dict[str, Callable[[Walk, Noted, datetime], None]] = {
    "confirmed": Walk._mended,
    "done": Walk._mended,
    "reopened": Walk._mended,
    "planned": Walk._planned,
    "overdue": Walk._planned,
    "needs_project": Walk._needs_project,
    "declined": Walk._declined,
    "unanswered": Walk._unanswered,
    "accepted": Walk._accepted,
    "in_progress": Walk._in_progress,
    "bounced": Walk._bounced,
    "investigating": Walk._investigating,
    "handed_over": Walk._handed_over,
    "merged_ticket": Walk._merged_ticket,
    "contested": Walk._contested,
}


def _has_ticket(noted: Noted) -> bool:
    outcome = noted.told.outcome
    no_ticket = {*review.NOT_READ, *review.WITHOUT_TICKET, "dismissed", "merged", "reviewed", _GATHERED}
    return outcome not in no_ticket


def _follows(one: Noted, main: Noted) -> bool:
    return one.told.outcome == _GATHERED and int(one.told.detail) == main.told.number
