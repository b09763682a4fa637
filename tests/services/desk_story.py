"""A municipality with something of everything: silent, late, bounced, reopened, answered, unreviewed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy.orm import Session

from fieldapp.domain.categories import load_defaults
from fieldapp.domain.due_dates import local_day
from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.planned_for import PlannedFor
from fieldapp.domain.ticket_status import TicketStatus as T
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.ratings import Rating
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket, TicketEvent
from fieldapp.store.walks import Walk
from tests.support.world import World

THANKS = {"template": "praise.thanks", "values": {}}
OWN = {"text": "Det gör vi i november.", "lang": "sv"}
DAYS_AGO = 59


class DeskStory:
    """Brunna was walked 59 days ago; `points` and `tickets` are ids by what they stand for."""

    def __init__(self, world: World) -> None:
        self.world, self.tools = world, world.tools
        self.now = world.tools.clock.now()
        self.walk_id = world.walk_id
        self.points: dict[str, UUID] = {}
        self.tickets: dict[str, UUID] = {}
        self._number = 0
        self._work: Session | None = None
        self._stops = {walk_id: world.stop_ids(walk_id) for walk_id in (self.walk_id, world.other_walk_id)}
        with unit_of_work() as self._work:
            self._past_walk()
            self._owner_that_is_silent()
            self._tickets()
            self._points_without_tickets()
            self._ratings(self._work)
        self._work = None

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """The unit of work that makes the whole story, else one of its own."""
        if self._work is not None:
            yield self._work
            return
        with unit_of_work() as work:
            yield work

    def _past_walk(self) -> None:
        for walk_id, days in ((self.walk_id, DAYS_AGO), (self.world.other_walk_id, 400)):
            walk = _walk(walk_id)
            walk.starts_at = self.now - timedelta(days=days)
            walk.ends_at = walk.starts_at + timedelta(hours=2)
            walk.opened_at, walk.closed_at = walk.starts_at, walk.ends_at
            walk.state = WalkStatus.SENT
        walk = _walk(self.walk_id)
        walk.theme, walk.weather = "Vägen till skola, park och buss", "Uppehåll, 11 grader"
        walk.resident_count, walk.register_number = 23, "KS 26/0412"
        walk.organisations = [{"name": "Gata och park", "count": 2}, {"name": "Kommunpolis", "count": 1}]
        walk.leader_role, walk.is_step_free = "Trygghetssamordnare", True
        walk.follows_id = self.world.other_walk_id

    def _owner_that_is_silent(self) -> None:
        owner = by_key(Owner, self.world.housing)
        assert owner is not None
        owner.is_external, owner.phone = True, "08-000 00 01"
        owner.name = "Elnätsbolaget"

    def _tickets(self) -> None:
        streets, housing = self.world.streets, self.world.housing
        old, soon = -DAYS_AGO + 30, 20
        self.ticket("silent", T.SENT, "Klotter på två elskåp", housing, "KLO", answer_due=old, asked_count=2)
        self.ticket("late", T.ACCEPTED, "Trasig trappa vid dagcentralen", streets, "GAT", due=-29)
        self.ticket("bounced", T.BOUNCED, "Sly bakom parkeringen", housing, "VAX")
        self.ticket("reopened", T.REOPENED, "Två lampor släckta igen", streets, "BEL")
        self.ticket(
            "waiting", T.SENT, "Lös kantsten", streets, "GAT", due=soon, answer_due=soon, asked_count=1
        )
        self.ticket("done", T.DONE, "Lampor i tunneln", streets, "BEL", answer="done.lamps", done=-50)
        self.ticket("planned", T.PLANNED, "Buskar i kurvan", streets, "VAX", answer=OWN, planned="2027-W10")
        self.ticket(
            "overdue plan", T.PLANNED, "Bänk vid lekplatsen", streets, "MOB", answer=OWN, planned="2026-W20"
        )
        self.ticket("project", T.NEEDS_PROJECT, "Otrygg korsning", streets, "TRA", answer=OWN)
        self.ticket("declined", T.DECLINED, "Bom över gångvägen", streets, "TRA", answer=OWN)
        self.ticket("nobodys", T.NEW, "Trasig skylt", None, "ORI")

    def _points_without_tickets(self) -> None:
        self.point("praise", "POS", O.PRAISE, answer=THANKS, text="Nya bänkar i parken.")
        self.point("dialogue", "UPP", O.DIALOGUE, answer=OWN, text="Känns öde efter klockan åtta.")
        self.point("dismissed", "REN", O.DISMISSED, answer=OWN, text="Om en viss granne.")
        self.point("unreviewed", "BEL", O.NOTED, reviewed=False, text="Ring Anders på 070-123 45 67.")
        self.point(
            "sensitive", "SAK", O.REVIEWED, is_sensitive=True, text="Låset till elcentralen är trasigt."
        )
        self.point("withdrawn", "REN", O.WITHDRAWN, text="Fel plats.")
        merged = self.point("merged", "BEL", O.MERGED, text="Mörkt i tunneln.")
        found = by_key(Observation, merged)
        assert found is not None
        found.merged_into_id, found.ticket_id = self.points["done"], self.tickets["done"]
        _walk(self.walk_id).last_point_number = self._number
        self.point("earlier", "BEL", O.REVIEWED, text="Lampa vid skolan.", walk_id=self.world.other_walk_id)
        _walk(self.world.other_walk_id).last_point_number = 1

    def _ratings(self, work: Session) -> None:
        stop = self._stops[self.walk_id][0]
        for value in (1, 2, 2, 4, 5, 5):
            work.add(Rating(walk_id=self.walk_id, stop_id=stop, light="dark", value=value))

    def ticket(
        self,
        name: str,
        state: T,
        title: str,
        owner_id: UUID | None,
        category: str,
        *,
        due: int | None = None,
        answer_due: int | None = None,
        answer: Any = None,
        asked_count: int = 0,
        done: int | None = None,
        planned: str = "",
    ) -> UUID:
        """A ticket with one point; days count from today."""
        point = self.point(name, category, O.TICKET, text=f"{title}.")
        if isinstance(answer, str):
            answer = {"text": "Två lampor är bytta och tunneln är ljus igen.", "lang": "sv"}
        walked = self.now - timedelta(days=DAYS_AGO)
        row = Ticket(
            id=new_id(),
            number=f"BRU-2026-2-{self._number:02d}",
            walk_id=self.walk_id,
            owner_id=owner_id,
            state=state,
            category=category,
            title=title,
            place="Granhammarsvägen",
            lat=59.5028,
            lon=17.7431,
            urgency="snart",
            due_on=_promised(planned) if planned else self._day(due),
            clock_on=self._day((30 if answer_due is None else answer_due) - 30),
            answer_due_on=self._day(30 if answer_due is None else answer_due),
            planned_for=planned,
            answer=answer,
            answered_at=walked + timedelta(days=5) if answer else None,
            first_answered_at=walked + timedelta(days=5) if answer else None,
            asked_count=asked_count,
            created_at=walked,
            sent_at=walked if state is not T.NEW else None,
            done_at=self.now + timedelta(days=done) if done is not None else None,
        )
        with self._writing() as work:
            row.rev = next_rev()
            work.add(row)
            work.flush()
            found = by_key(Observation, point)
            assert found is not None
            found.ticket_id = row.id
            at = self.now - timedelta(days=3)
            work.add(
                TicketEvent(
                    ticket_id=row.id,
                    at=at,
                    actor_role="coordinator",
                    via="desk",
                    kind="status",
                    to_state=state,
                )
            )
        self.tickets[name] = row.id
        return row.id

    def point(
        self,
        name: str,
        category: str,
        state: O,
        *,
        text: str,
        answer: Any = None,
        reviewed: bool = True,
        is_sensitive: bool = False,
        walk_id: UUID | None = None,
    ) -> UUID:
        """A point of the past walk at its third stop."""
        walk = walk_id or self.walk_id
        self._number += 1
        at = self.now - timedelta(days=DAYS_AGO)
        row = Observation(
            id=new_id(),
            walk_id=walk,
            number=self._number,
            stop_id=self._stops[walk][2],
            state=state,
            category=category,
            text=text,
            public_text=text if reviewed else "",
            reviewed_at=at + timedelta(days=1) if reviewed else None,
            is_sensitive=is_sensitive,
            place="Granhammarsvägen",
            lat=59.5028 + self._number / 3000,
            lon=17.7431 + self._number / 5000,
            accuracy_m=6.0,
            answer=answer,
            answered_at=at + timedelta(days=5) if answer else None,
            observed_at=at,
            received_at=at,
        )
        with self._writing() as work:
            row.rev = next_rev()
            work.add(row)
            work.flush()
        self.points[name] = row.id
        return row.id

    def photo(self, name: str, folder: Path, *, days_after: float = 0.1) -> UUID:
        """A stored picture of a point, come so many days after the walk."""
        file = folder / f"{name}.jpg"
        Image.new("RGB", (800, 533), (20, 40 + len(name), 90)).save(file, "JPEG")
        key = self.tools.vault.put(file)
        at = self.now - timedelta(days=DAYS_AGO - days_after)
        row = Photo(
            id=new_id(),
            observation_id=self.points[name],
            role="before",
            state=PhotoState.STORED,
            upload_sha256=key,
            upload_bytes=1,
            upload_type="image/jpeg",
            large_key=key,
            print_key=key,
            small_key=key,
            width=800,
            height=533,
            announced_at=at,
            stored_at=at,
        )
        with unit_of_work() as work:
            work.add(row)
        return row.id

    def _day(self, days: int | None) -> Any:
        return local_day(self.now) + timedelta(days=days) if days is not None else None


def _walk(walk_id: UUID) -> Walk:
    walk = by_key(Walk, walk_id)
    assert walk is not None
    return walk


def _promised(planned: str) -> date | None:
    """The last day of what was planned for, as planning puts it into the ticket."""
    window = PlannedFor.parse(planned).window(date(2026, 9, 24), dict(load_defaults().seasons))
    return window.closes_on if window is not None else None
