"""The doors of the demo, made anew from what is loaded: for people to open, and for scripts to read."""

import hashlib
import hmac

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services.demo import story
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import walks
from fieldapp.store.municipality import the_municipality
from fieldapp.store.snapshot import snapshot

#: Key of a link → the role that its door lets in.
DOORS = {
    "leader_url": Role.LEADER,
    "coordinator_url": Role.COORDINATOR,
    "crew_url": Role.CREW,
    "supervisor_url": Role.SUPERVISOR,
    "admin_url": Role.ADMIN,
    "partner_url": Role.PARTNER,
}
_PUBLIC = frozenset({WalkStatus.SENT, WalkStatus.SEALED, WalkStatus.FOLLOWED_UP})


def links(tools: Toolbox) -> dict[str, str]:
    """All links by the names of the contract; empty where the demo is not loaded."""
    if not tools.is_demo:
        return {}
    # Whoever asks may be a process that runs for weeks: a reading left open would keep all writers waiting.
    with snapshot():
        if not the_municipality().is_demo:
            return {}
        code, number = _join_code(), _public_number()
    base = tools.base_url
    doors = {name: f"{base}/demo/{role}" for name, role in DOORS.items()}
    return {
        "join_url": f"{base}/j/{code}",
        "join_code": code,
        **doors,
        "owner_reply_url": f"{base}/o/{reply_token(tools)}",
        "card_url": f"{base}/k/{_card_code()}",
        "public_url": f"{base}/p/{number}",
    }


def reply_token(tools: Toolbox) -> str:
    """The demo's own reply link: always the same on one installation, since the database keeps no token."""
    return hmac.new(tools.secret_key.encode(), b"demo reply link", hashlib.sha256).hexdigest()


def _join_code() -> str:
    """The spoken code of the walk that is open; "" when somebody has closed it or taken the code back."""
    walk = walks.open_demo_walk()
    codes = walks.codes_of(walk.id) if walk is not None else ()
    return next((one.code for one in codes if one.kind == "spoken" and one.revoked_at is None), "")


def _card_code() -> str:
    return next((str(walk.card["code"]) for walk in story.read().walks if walk.card), "")


def _public_number() -> str:
    """The latest walk whose points have been answered."""
    known = walks.list_for(Actor(Role.COORDINATOR))
    return next((walk.number for walk in known if walk.state in _PUBLIC and walk.published_at), "")
