"""Addresses of points: asked of the configured server outside any transaction, kept, never waited for."""

import time
from collections.abc import Callable
from datetime import timedelta

from fieldapp.domain import geo
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import addresses, observations
from fieldapp.store.addresses import Address
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.observations import Observation
from fieldapp.store.revisions import next_rev

#: The usage policy of public Nominatim servers.
_BETWEEN_S = 1.0
#: A place without an answer is asked for again after this long.
_ASK_AGAIN = timedelta(days=1)
_ROUND_MAX = 20
_LOOK_AT_MAX = 500


def cell_of(lat: float, lon: float) -> str:
    """The key of the cache: a position to about ten metres."""
    return f"{lat:.4f},{lon:.4f}"


def known(lat: float | None, lon: float | None) -> str:
    """Words for a position from the cache alone; "" where nobody has asked yet or nothing was found."""
    place = geo.place_or_none(lat, lon)
    found = addresses.cached(cell_of(place.lat, place.lon)) if place is not None else None
    return found.words if found is not None else ""


def place_words(address: str, stop: str | None) -> str:
    """How a point's place is called: its address, else the stop at which it was noted, else ""."""
    return address or stop or ""


def fill_in(tools: Toolbox, most: int = _ROUND_MAX, wait: Callable[[float], None] = time.sleep) -> int:
    """Ask for up to `most` places of points that have none, one a second; returns how many got words.

    Runs beside delivery. The server is asked between transactions; one that does not answer, or answers
    nonsense, costs at most its time limit a place and is asked again a day later.
    """
    if not tools.addresses.is_configured:
        return 0
    filled, asked = 0, 0
    for cell, lat, lon in _without_place(tools, most):
        words = _kept_words(cell)
        if words is None:
            if asked:
                wait(_BETWEEN_S)
            asked += 1
            words = tools.addresses.words_for(lat, lon) or ""
        filled += _keep(tools, cell, words)
    return filled


def _without_place(tools: Toolbox, most: int) -> list[tuple[str, float, float]]:
    """Cells to be asked for, each once, with a position in it; the database is let go before the asking."""
    cells: dict[str, tuple[str, float, float]] = {}
    for point in observations.without_place(_LOOK_AT_MAX):
        if point.lat is not None and point.lon is not None:
            cell = cell_of(point.lat, point.lon)
            cells.setdefault(cell, (cell, point.lat, point.lon))
    in_vain = addresses.asked_in_vain(list(cells), tools.clock.now() - _ASK_AGAIN)
    db.session.rollback()
    return [one for one in cells.values() if one[0] not in in_vain][:most]


def _kept_words(cell: str) -> str | None:
    kept = addresses.cached(cell)
    words = kept.words if kept is not None and kept.words else None
    db.session.rollback()
    return words


def _keep(tools: Toolbox, cell: str, words: str) -> int:
    """Keep the answer, also that there was none, and give it to the points of this cell."""
    with unit_of_work() as session:
        kept = by_key(Address, cell)
        if kept is None:
            kept = Address(cell=cell, words=words, asked_at=tools.clock.now())
            session.add(kept)
        kept.words, kept.asked_at = words or kept.words, tools.clock.now()
        points = [point for point in observations.nameless_in(*_around(cell)) if _lies_in(point, cell)]
        if not words:
            return 0
        for point in points:
            point.place, point.rev = words, next_rev()
        return len(points)


def _lies_in(point: Observation, cell: str) -> bool:
    return point.lat is not None and point.lon is not None and cell_of(point.lat, point.lon) == cell


def _around(cell: str) -> tuple[float, float, float, float]:
    lat, lon = (float(part) for part in cell.split(","))
    return lat - 0.0001, lat + 0.0001, lon - 0.0001, lon + 0.0001
