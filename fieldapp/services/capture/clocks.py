"""What the server remembers of a phone's clock, to notice that it was set while a page was open."""

from contextlib import suppress
from datetime import timedelta

from fieldapp.domain import phone_clock
from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import Batch
from fieldapp.domain.phone_clock import PhoneClock
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant

_MILLISECOND = timedelta(milliseconds=1)
#: Less is the network's doing.
_WORTH_KEEPING_MS = 5_000


def clock_of(tools: Toolbox, actor: Actor, batch: Batch) -> PhoneClock:
    """The clock by which the acts of a batch are judged."""
    found = PhoneClock(batch.client_now, batch.mono_ms, tools.clock.now())
    phone = _phone(actor)
    if phone is None or phone.skew_ms is None or phone.boot_id != batch.boot_id:
        return found
    if not phone_clock.was_set_between(phone.skew_ms, found.skew):
        return found
    return PhoneClock(batch.client_now, batch.mono_ms, found.received_at, was_set=True)


def clock_of_file(tools: Toolbox, actor: Actor, exported_at_ms: int) -> PhoneClock:
    """The clock by which the acts of an exported queue are judged."""
    phone = _phone(actor)
    known = phone.skew_ms if phone is not None else None
    return phone_clock.clock_of_file(exported_at_ms, known, tools.clock.now())


def remember(actor: Actor, boot_id: str, clock: PhoneClock) -> None:
    """Keep which page sent last, and its skew; what cannot be written now is only a memory less."""
    skew_ms = round(clock.skew / _MILLISECOND)
    phone = _phone(actor)
    if phone is None or _is_known(phone, boot_id, skew_ms):
        return
    with suppress(DatabaseUnavailable), unit_of_work():
        again = by_key(Participant, phone.id)
        if again is not None:
            again.boot_id, again.skew_ms = boot_id, skew_ms


def _is_known(phone: Participant, boot_id: str, skew_ms: int) -> bool:
    if phone.boot_id != boot_id or phone.skew_ms is None:
        return False
    return abs(phone.skew_ms - skew_ms) < _WORTH_KEEPING_MS


def _phone(actor: Actor) -> Participant | None:
    return by_key(Participant, actor.id) if actor.is_phone and actor.id is not None else None
