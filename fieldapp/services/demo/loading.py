"""Loads the demo: pictures first, then everything in one unit of work, so that no half of it remains."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fieldapp.domain.errors import DomainError
from fieldapp.domain.ids import fingerprint
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.services.demo import crews, history, people, pictures, places, points, story, walks
from fieldapp.services.demo.days import Days
from fieldapp.services.demo.links import reply_token
from fieldapp.services.demo.pictures import Picture, Size, Wanted
from fieldapp.services.demo.points import Noted
from fieldapp.services.demo.story import Story
from fieldapp.services.demo.tickets import Desk
from fieldapp.services.demo.walks import Held
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import people as accounts
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.revisions import next_rev
from fieldapp.store.tickets import OwnerLink

FOLLOWED, FOLLOW_UP = "kun1", "kun2"
#: Whose reply link the demo shows.
_READER = "bostad"
_LINK_LASTS = timedelta(days=3650)
_SILENT: Callable[[int, int], None] = lambda done, of: None  # noqa: E731


class NotTheDemo(DomainError):
    """This installation is not a demo: nothing invented is put into it."""

    code = "not-the-demo"


class AlreadyInUse(DomainError):
    """The database holds people of somebody's own: the demo keeps out."""

    code = "already-in-use"


def load(tools: Toolbox, *, size: Size = pictures.LARGE, drawn: Callable[[int, int], None] = _SILENT) -> bool:
    """Load the demo; False where it is loaded already, and then nothing changes.

    `drawn` hears how many pictures of how many are ready. Raises `NotTheDemo` or `AlreadyInUse`.
    """
    if not tools.is_demo:
        raise NotTheDemo
    if is_loaded():
        return False
    # Drawing takes seconds: what was read does not stay open meanwhile.
    db.session.rollback()
    told = story.read()
    wanted = pictures.wanted_by(told)
    kept = pictures.draw_all(tools, wanted, size, done=lambda count: drawn(count, len(wanted)))
    with unit_of_work():
        # Whoever loads at the same time waits here, and then finds it done.
        next_rev()
        if is_loaded():
            return False
        _write(tools, told, kept)
    return True


def is_loaded() -> bool:
    """Whether this database holds the demo; raises `AlreadyInUse` where it holds something else."""
    town = the_municipality()
    if not town.is_demo and (town.name or accounts.everybody()):
        raise AlreadyInUse
    return town.is_demo


def _write(tools: Toolbox, told: Story, kept: dict[Wanted, Picture]) -> None:
    now = tools.clock.now()
    days = Days(now)
    places.mark_municipality()
    owners = places.add_owners()
    places.add_ground(owners, now)
    cast = people.add_people(owners, now)
    held = walks.add_walks(told, days)
    noted = {key: points.add_points(walk, told.points_of(key), kept, now) for key, walk in held.items()}
    desk = Desk(tools, days, cast, kept, held[FOLLOW_UP])
    for key, its in noted.items():
        seen_again = _seen_again(held[FOLLOW_UP], its) if key == FOLLOWED else {}
        history.Walk(desk, its, seen_again).tell()
    desk.timeline.play()
    crews.add_crews(owners, cast, now)
    _give_link(tools, desk, held[FOLLOW_UP], noted[FOLLOW_UP], now)
    db.session.flush()


def _seen_again(follow_up: Held, its: dict[int, Noted]) -> dict[int, datetime]:
    """When the follow-up walk stood at each point of the walk that it follows."""
    return {
        number: follow_up.reached(noted.told.stop) + timedelta(seconds=35 * (order % 6))
        for order, (number, noted) in enumerate(its.items())
    }


def _give_link(tools: Toolbox, desk: Desk, held: Held, its: dict[int, Noted], now: datetime) -> None:
    """A reply link for what still awaits its reader's answer."""
    waiting = [
        ticket
        for (walk, number), ticket in sorted(desk.tickets.items())
        if walk == held.told.key and its[number].told.outcome == TicketStatus.SENT.value
    ]
    theirs = [ticket for ticket in waiting if ticket.owner is not None and ticket.owner.code == _READER]
    owner_id = theirs[0].owner_id
    assert owner_id is not None  # noqa: S101
    db.session.add(
        OwnerLink(
            token_sha256=fingerprint(reply_token(tools)),
            owner_id=owner_id,
            walk_id=held.row.id,
            ticket_ids=[str(ticket.id) for ticket in theirs],
            made_at=now,
            expires_at=now + _LINK_LASTS,
        )
    )
