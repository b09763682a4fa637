"""Points that were reviewed, sent to an owner and asked about by link: what readers outside meet."""

import hashlib
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from fieldapp.domain.ids import new_id
from fieldapp.domain.observation_status import ObservationStatus, Reviewer
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import owner_links
from fieldapp.services.routing import Town
from fieldapp.services.ticketing import history, opening, sending
from fieldapp.services.ticketing.history import Act
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.photos import Photo, PhotoState
from fieldapp.store.ratings import Rating
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from tests.support.world import BRUNNA, World


def jpeg(colour: str = "navy", size: tuple[int, int] = (640, 480)) -> bytes:
    """A small picture as a phone would send it."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


class Asked:
    """Adds points, tickets, photos and links to a world; every method returns ids or tokens."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tools = world.tools
        self._numbers: dict[UUID, int] = {}

    @property
    def now(self) -> Any:
        return self.tools.clock.now()

    def point(self, walk_id: UUID | None = None, **columns: Any) -> UUID:
        """A reviewed point with public words, unless `columns` say otherwise."""
        walk_id = walk_id or self.world.walk_id
        number = self._numbers[walk_id] = self._numbers.get(walk_id, 0) + 1
        row = Observation(
            **{
                "id": new_id(),
                "walk_id": walk_id,
                "number": number,
                "category": "MOB",
                "subcategory": "MOB1",
                "text": "Min granne Kalle säger att två brädor är av.",
                "public_text": "Två brädor är av. Här brukar flera vila på väg från affären.",
                "place": "Emaljstigen, innergården",
                "lat": BRUNNA[0] + number / 2000,
                "lon": BRUNNA[1],
                "accuracy_m": 8.0,
                "state": ObservationStatus.REVIEWED,
                "observed_at": self.now,
                "received_at": self.now,
                "reviewed_at": self.now + timedelta(minutes=1),
                **columns,
            }
        )
        with unit_of_work() as work:
            work.add(row)
        return row.id

    def ticket(self, *point_ids: UUID, owner_id: UUID | None = None) -> UUID:
        """A ticket of these points, sent to its owner (the housing company by default)."""
        owner_id = owner_id or self.world.housing
        act = self._act()
        with unit_of_work():
            points = [point for one in point_ids if (point := by_key(Observation, one)) is not None]
            ticket = opening.open_ticket(act, points, Town(), Reviewer.COORDINATOR)
            ticket.owner_id, ticket.owner = owner_id, by_key(Owner, owner_id)
            sending.mark_sent(ticket, act)
            return ticket.id

    def link(self, *ticket_ids: UUID, owner_id: UUID | None = None) -> str:
        """The token of a mail about these tickets."""
        with unit_of_work():
            owner = by_key(Owner, owner_id or self.world.housing)
            tickets = [ticket for one in ticket_ids if (ticket := by_key(Ticket, one)) is not None]
            assert owner is not None
            return owner_links.make_link(owner, tickets[0].walk_id, tickets, self.now)

    def asked(self, count: int = 1) -> tuple[str, list[UUID]]:
        """That many points, each with its ticket, in one mail."""
        ids = [self.ticket(self.point()) for _ in range(count)]
        return self.link(*ids), ids

    def photo(
        self, observation_id: UUID | None = None, ticket_id: UUID | None = None, **columns: Any
    ) -> UUID:
        """A photo that has come, with its bytes in the vault."""
        source = self.tools.data_dir / "picture.jpg"
        source.write_bytes(columns.pop("data", None) or jpeg())
        key = self.tools.vault.put(source)
        row = Photo(
            **{
                "id": new_id(),
                "observation_id": observation_id,
                "ticket_id": ticket_id,
                "role": "after" if ticket_id else "before",
                "state": PhotoState.STORED,
                "upload_sha256": hashlib.sha256(b"x").hexdigest(),
                "upload_bytes": 1,
                "upload_type": "image/jpeg",
                "large_key": key,
                "print_key": key,
                "small_key": key,
                "width": 640,
                "height": 480,
                "alt_text": "Trasig bänk i kvällsljus.",
                "announced_at": self.now,
                "stored_at": self.now,
                **columns,
            }
        )
        with unit_of_work() as work:
            work.add(row)
        return row.id

    def change(self, kind: type[Any], key: UUID, **columns: Any) -> None:
        """Set columns of a row, as something else in the house would."""
        with unit_of_work():
            row = by_key(kind, key)
            assert row is not None
            for name, value in columns.items():
                setattr(row, name, value)

    def publish(self, state: WalkStatus = WalkStatus.SENT) -> None:
        self.change(Walk, self.world.walk_id, state=state)

    def ratings(self, stop_id: UUID, light: str, *values: int) -> None:
        """Answers about a stop, already severed from their phones."""
        with unit_of_work() as work:
            for value in values:
                work.add(Rating(walk_id=self.world.walk_id, stop_id=stop_id, light=light, value=value))

    def _act(self) -> Act:
        return Act(self.world.actor(self.world.ann), history.DESK, self.now)


def mend_lamp(world: World, point_id: UUID, number: str, answered_at: datetime) -> None:
    """The streets' owner has mended what the point tells of: a ticket with that number answers it."""
    with unit_of_work() as work:
        ticket = Ticket(
            id=new_id(),
            number=number,
            walk_id=world.walk_id,
            owner_id=world.streets,
            state=TicketStatus.DONE,
            category="BEL",
            title="Trasig lampa",
            urgency="snart",
            answer={"template": "done.lamps", "values": {}},
            answer_by="Gata och park",
            answered_at=answered_at,
            created_at=answered_at,
        )
        work.add(ticket)
        work.flush()
        row = by_key(Observation, point_id)
        assert row is not None
        row.state, row.ticket_id, row.rev = ObservationStatus.TICKET, ticket.id, next_rev()
