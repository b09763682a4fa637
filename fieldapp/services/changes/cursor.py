"""How far a phone has read: an opaque word for a revision, and the page that follows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from fieldapp.store.changes import Key
from fieldapp.store.revisions import ERA

#: Raised when what is read changes its shape, so that every phone reads all of it anew.
_SHAPE = "1"
_WORD = re.compile(rf"{_SHAPE}\.([0-9]{{1,18}})")


def write(rev: int) -> str:
    """The word for everything up to `rev`."""
    return f"{_SHAPE}.{rev}"


def read(word: str, now: int) -> int:
    """The revision that a word stands for; 0 for none, for another shape, or for one yet to come.

    A server that was put back to an older day has forgotten what it said since: then all is read anew.
    """
    found = _WORD.fullmatch(word)
    rev = int(found[1]) if found else 0
    return rev if rev <= now and rev // ERA == now // ERA else 0


@dataclass
class Page:
    """At most `size` things after one revision; `until` is how far it reaches."""

    after: int
    until: int
    size: int
    _full: bool = field(default=False, repr=False)

    def take(self, keys: Sequence[Key]) -> list[UUID]:
        """The first of the keys; what is left out comes with the next page.

        Things of the same revision are never torn apart, or the rest would be passed over.
        """
        if len(keys) <= self.size:
            return [key[1] for key in keys]
        self.until = min(self.until, keys[self.size - 1][0])
        return self.within(keys)

    def within(self, keys: Sequence[Key]) -> list[UUID]:
        """All of the keys that this page reaches."""
        return [one for rev, one in keys if rev <= self.until]


def page(after: int, now: int, size: int) -> Page:
    return Page(after=after, until=now, size=size)
