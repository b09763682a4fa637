"""Owners that wait for nobody's mail: without an address, or with one that our mails do not reach."""

from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.domain.asking import BY_HAND_LASTS_DAYS
from fieldapp.domain.due_dates import local_day
from fieldapp.services.owner_contacts import address_of
from fieldapp.services.owner_links import CREW
from fieldapp.store import asking as store
from fieldapp.store import owner_mails
from fieldapp.store.owners import Owner


@dataclass(frozen=True)
class Unreached:
    """An owner with `count` tickets to answer; `address` did not work, "" where there is none."""

    owner: Owner
    count: int
    address: str
    #: Nobody has called it lately about all that it has.
    is_news: bool = True


def unreached_owners(today: date) -> list[Unreached]:
    """Those that have something to answer and cannot be asked; a new address is a new try."""
    failed = owner_mails.last_failed()
    found = []
    called_before = today - timedelta(days=BY_HAND_LASTS_DAYS)
    for owner, count, called_at in store.owners_waited_for():
        if owner.id not in failed and (owner.email or owner.receives == CREW):
            continue
        address = address_of(owner, today)
        if failed.get(owner.id) == address or (not address and owner.receives != CREW):
            is_news = called_at is None or local_day(called_at) <= called_before
            found.append(Unreached(owner, count, address, is_news))
    return found
