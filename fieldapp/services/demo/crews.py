"""The demo's crew: phones, work that was given out, and what must be known before it is done."""

from datetime import datetime, timedelta
from uuid import UUID

from fieldapp.domain import ids
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.crew_load import OPEN_WORK
from fieldapp.domain.lifetimes import SESSION_LIMITS
from fieldapp.services.demo.people import Cast
from fieldapp.services.ticketing import assigning, history
from fieldapp.services.ticketing.assigning import Preparation
from fieldapp.services.ticketing.history import Act
from fieldapp.store import people, tickets
from fieldapp.store.crew_phones import CrewPhone
from fieldapp.store.db import db
from fieldapp.store.owners import Owner

OWNER = "gata-park"
#: Name, days since it came in, hours since it was heard, what waited on it then.
_PHONES = (
    ("Bil 1", 41, 1, 0),
    ("Bil 2", 84, 3, 2),
    ("Lag norr", 30, 24 * 17, 0),
)
#: What must be known, by what it is about.
_BEFORE = {
    "MOB": Preparation(needed="Två brädor 45 × 95, två meter, skruv."),
    "VAX": Preparation(needed="Häcksax och säck.", hazard="Smal gångbana, bilar nära."),
    "TRA": Preparation(needed="Vägmärken och koner.", hazard="Trafik. Stäng ett körfält.", two_people=True),
    "VAG": Preparation(needed="Kallasfalt, två säckar.", hazard="Bussar från höger.", two_people=True),
}


def add_crews(owners: dict[str, Owner], cast: Cast, now: datetime) -> None:
    """After the work is there: every fourth ticket is still nobody's."""
    owner = owners[OWNER]
    phones = [_phone(owner, now, *told) for told in _PHONES]
    db.session.add_all(phones)
    db.session.flush()
    lead = next(one for one in people.everybody() if one.role is Role.SUPERVISOR)
    act = Act(Actor(Role.SUPERVISOR, id=lead.id, name=lead.name, owner_id=owner.id), history.DESK, now)
    hands: list[UUID | None] = [None, cast.crews[owner.id].id, phones[0].id, phones[1].id]
    work = [row for row in tickets.list_for(act.actor, list(OPEN_WORK), limit=500)]
    for place, row in enumerate(sorted(work, key=lambda one: one.number)):
        before = _BEFORE.get(row.category)
        if before is not None:
            assigning.note_down(row, before, act)
        if (hand := hands[place % len(hands)]) is not None:
            assigning.give(row, hand, act)


def _phone(owner: Owner, now: datetime, name: str, days: int, hours: int, waiting: int) -> CrewPhone:
    came = now - timedelta(days=days)
    seen = now - timedelta(hours=hours)
    return CrewPhone(
        id=ids.new_id(),
        owner_id=owner.id,
        name=name,
        device="Chrome · Android",
        token_sha256=ids.fingerprint(ids.new_token()),
        added_at=came,
        enrolled_at=came,
        seen_at=seen,
        expires_at=came + SESSION_LIMITS[Role.CREW].absolute,
        waiting_count=waiting,
        waiting_at=seen if waiting else None,
    )
