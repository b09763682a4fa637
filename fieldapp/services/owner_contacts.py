"""Where mail to an owner goes today: its own address, who stands in while it is away, and its head."""

from datetime import date

from fieldapp.store import absences
from fieldapp.store.owners import Owner


def address_of(owner: Owner, today: date) -> str:
    """The address that is read on the local day `today`: the substitute's while the owner is away, else
    the owner's own; "" where there is none. Asks the database once."""
    absence = absences.of_owner_on(owner.id, today)
    return absence.substitute_email if absence is not None else owner.email


def head_address_of(owner: Owner) -> str:
    """Whom an unanswered point is escalated to; "" where nobody is named."""
    return owner.head_email
