"""Words felt safety per stop so that no single answer can be read out of it."""

from dataclasses import dataclass

from babel.numbers import format_percent

from fieldapp.documents import wording
from fieldapp.documents.protocol_data import FiveSteps, ProtocolData
from fieldapp.documents.wording import Translate

LEAST_ANSWERS = 5
ROUNDED_TO_PERCENT = 5


@dataclass(frozen=True)
class RatingRow:
    """One stop in one light; the stop is named on its first row only.

    Without shares there were too few answers, and `answers` says so.
    """

    stop: str
    light: str
    answers: str
    shares: tuple[str, ...] = ()
    bar: tuple[int, ...] = ()


def rounded_shares(counts: FiveSteps) -> tuple[int, ...]:
    """Percent per step to the nearest five; empty below five answers."""
    total = sum(counts)
    if total < LEAST_ANSWERS:
        return ()
    step = ROUNDED_TO_PERCENT
    return tuple((200 * count + step * total) // (2 * step * total) * step for count in counts)


def rating_rows(protocol: ProtocolData, translate: Translate, locale: str) -> tuple[RatingRow, ...]:
    """Two rows a stop, day and dark, in route order; nothing at all when nobody answered."""
    if not any(sum(rating.day) + sum(rating.dark) for rating in protocol.ratings):
        return ()
    names = {stop.order: stop.name for stop in protocol.stops}
    rows = []
    for rating in sorted(protocol.ratings, key=lambda rating: rating.stop_order):
        stop = f"{rating.stop_order}. {names.get(rating.stop_order, '')}".strip()
        rows.append(_row(stop, translate(wording.DAY), rating.day, translate, locale))
        rows.append(_row("", translate(wording.DARK), rating.dark, translate, locale))
    return tuple(rows)


def _row(stop: str, light: str, counts: FiveSteps, translate: Translate, locale: str) -> RatingRow:
    shares = rounded_shares(counts)
    if not shares:
        return RatingRow(stop, light, translate(wording.TOO_FEW))
    percents = tuple(format_percent(share / 100, locale=locale) for share in shares)
    return RatingRow(stop, light, str(sum(counts)), percents, shares)
