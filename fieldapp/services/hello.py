"""What a phone is told when it knocks: the time, who it is here, and its walk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.domain import commands, lifetimes
from fieldapp.domain.actors import Actor
from fieldapp.services.changes import walks
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key
from fieldapp.store.participants import Participant


@dataclass(frozen=True)
class Hello:
    """`walk` is None for crews and strangers; `photo_hold_s` is how long a photo waits on the phone.

    `renews_cookie`: the phone may read for longer than browsers keep what it was handed when it joined.
    """

    server_now: datetime
    actor: Actor | None
    walk: dict[str, Any] | None
    photo_hold_s: int
    renews_cookie: bool = False
    proto_min: int = commands.PROTO_MIN
    proto_max: int = commands.PROTO_MAX


def hello(tools: Toolbox, actor: Actor | None) -> Hello:
    """Asked often, by strangers too: it changes nothing."""
    phone = by_key(Participant, actor.id) if actor and actor.id and actor.is_phone else None
    walk = walks.told(phone) if phone is not None else None
    now = tools.clock.now()
    is_old = phone is not None and now - phone.joined_at >= lifetimes.PHONE_COOKIE_IS_OLD
    return Hello(now, actor, walk, tools.photo_hold_s, is_old)
