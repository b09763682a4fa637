"""Words the title block of a protocol: when, where, who in what role, and what it is filed under."""

from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date, format_time

from fieldapp.documents import wording
from fieldapp.documents.protocol_data import ProtocolData
from fieldapp.documents.wording import Translate

_CLOCK = {"sv_SE": "HH.mm", "fi_FI": "H.mm", "en_GB": "HH:mm"}


@dataclass(frozen=True)
class Fact:
    """One line of the title block."""

    label: str
    value: str


def facts(protocol: ProtocolData, translate: Translate, locale: str) -> tuple[Fact, ...]:
    """The lines that have something to say, in the order of the form."""
    lines = [
        (wording.FACT_DATE, _when(protocol, translate, locale)),
        (wording.FACT_LIGHT, protocol.light_and_weather),
        (wording.FACT_GATHERING, protocol.gathering_place),
        (wording.FACT_THEME, protocol.theme),
        (wording.FACT_ROUTE, protocol.route_summary),
        (wording.FACT_PEOPLE, _people(protocol, translate)),
        (wording.FACT_LEADERS, ", ".join(protocol.leader_roles)),
        (wording.FACT_SINCE, protocol.since_last),
        (wording.FACT_DNR, protocol.dnr),
    ]
    return tuple(Fact(translate(label), value) for label, value in lines if value.strip())


def long_day(day: date, locale: str) -> str:
    """12 oktober 2026, in the reader's language."""
    return format_date(day, format="long", locale=locale)


def _when(protocol: ProtocolData, translate: Translate, locale: str) -> str:
    day = format_date(protocol.walked_on, format="full", locale=locale)
    day = day[:1].upper() + day[1:]
    if protocol.started is None:
        return day
    if protocol.ended is None:
        return translate(wording.CLOCK_START).format(day=day, start=_clock(protocol.started, locale))
    start, end = _clock(protocol.started, locale), _clock(protocol.ended, locale)
    return translate(wording.CLOCK).format(day=day, start=start, end=end)


def _clock(moment: time, locale: str) -> str:
    return format_time(moment, format=_CLOCK[locale], locale=locale)


def _people(protocol: ProtocolData, translate: Translate) -> str:
    """Residents are counted, those in office are organisations: nobody is named."""
    residents = _counted(protocol.residents_count, wording.RESIDENTS, translate)
    in_office = sum(organisation.people_count for organisation in protocol.organisations)
    names = ", ".join(organisation.name for organisation in protocol.organisations)
    if not names:
        return f"{residents}."
    counted = f" ({_counted(in_office, wording.PEOPLE, translate)})" if in_office else ""
    return f"{residents}. {names}{counted}"


def _counted(count: int, messages: tuple[str, str], translate: Translate) -> str:
    return translate(messages[0] if count == 1 else messages[1]).format(count=count)
