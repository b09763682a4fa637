"""Days, weeks, seasons and promises as people write them, in the three languages of the sentences."""

from collections.abc import Mapping
from datetime import date

from fieldapp.domain.languages import Language
from fieldapp.domain.planned_for import PlannedFor, PlannedKind
from fieldapp.domain.seasons import Season

_MONTHS_SV = "januari februari mars april maj juni juli augusti september oktober november december"
_MONTHS_FI = (
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"
)
_MONTHS_EN = "January February March April May June July August September October November December"
MONTHS: Mapping[str, tuple[str, ...]] = {
    "sv": tuple(_MONTHS_SV.split()),
    "fi": tuple(_MONTHS_FI.split()),
    "en": tuple(_MONTHS_EN.split()),
}
_QUARTERS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "spring": "under våren",
        "summer": "under sommaren",
        "autumn": "under hösten",
        "winter": "under vintern",
    },
    "fi": {"spring": "keväällä", "summer": "kesällä", "autumn": "syksyllä", "winter": "talvella"},
    "en": {"spring": "in spring", "summer": "in summer", "autumn": "in autumn", "winter": "in winter"},
}
_BY = {"sv": "senast", "fi": "viimeistään", "en": "by"}
_IN_WEEK = {"sv": "vecka", "fi": "viikolla", "en": "in week"}
_RUNNING = {
    "sv": "vid den löpande skötseln",
    "fi": "tavallisen hoidon yhteydessä",
    "en": "as part of regular upkeep",
}


def day_in_words(day: date, language: Language) -> str:
    """ "6 oktober", "6. lokakuuta", "6 October"."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day}. {month}ta" if language is Language.FI else f"{day.day} {month}"


def planned_in_words(planned: PlannedFor, language: Language, seasons: Mapping[str, Season]) -> str:
    """The promise as the end of a sentence: "vecka 41", "senast 6 oktober", "under våren 2027"."""
    if planned.kind is PlannedKind.DATE:
        return f"{_BY[language]} {day_in_words(planned.day, language)}"
    if planned.kind is PlannedKind.WEEK:
        return f"{_IN_WEEK[language]} {planned.week}"
    if planned.kind is PlannedKind.QUARTER:
        years = f"{planned.year - 1}–{planned.year}" if planned.quarter == "winter" else str(planned.year)
        return f"{_QUARTERS[language][planned.quarter]} {years}"
    if planned.kind is PlannedKind.RUNNING:
        return _RUNNING[language]
    return _season_in_words(seasons[planned.code], language)


def _season_in_words(season: Season, language: Language) -> str:
    first, last = (MONTHS[language][part.month - 1] for part in (season.opens, season.closes))
    if language is Language.FI:
        return f"{first.removesuffix('kuu')}–{last}ssa"
    return f"mellan {first} och {last}" if language is Language.SV else f"between {first} and {last}"
