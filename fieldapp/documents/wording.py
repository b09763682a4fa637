"""Holds every fixed word of the printed documents as a gettext message; Babel finds them by `N_`."""

from collections.abc import Callable

from fieldapp.documents.protocol_data import Section
from fieldapp.domain.figures import Figure

Translate = Callable[[str], str]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for a message that is translated later
    """Marks a message for extraction without translating it."""
    return message


WORDS = {
    "protocol": N_("Protokoll"),
    "draft": N_("Arbetsmaterial, utkast"),
    "demo": N_("DEMO"),
    "page_of": N_("Sida {page} av {pages}"),
    "contact": N_("Frågor: {contact}"),
    "fact": N_("Uppgift"),
    "about": N_("Om vandringen"),
    "map_caption": N_(
        "Rutten är streckad. Rund siffra: stopp. Fyrkantig siffra: punkt, samma nummer som i tabellerna."
    ),
    "photo_missing": N_("Bilden kan inte visas."),
    "stop": N_("Stopp"),
    "light": N_("Ljus"),
    "answers": N_("Svar"),
    "spread": N_("Fördelning"),
    "what": N_("Vad"),
    "who": N_("Vem"),
    "when": N_("När"),
    "signed_by": N_("Vid protokollet"),
    "signature_line": N_("Ort, datum och underskrift"),
    "good_to_know": N_("Så går det till"),
}

COLUMNS = {
    "number": N_("Nr"),
    "place": N_("Plats"),
    "category": N_("Kategori"),
    "text": N_("Iakttagelse"),
    "photo": N_("Bild"),
    "suggestion": N_("Förslag till åtgärd"),
    "owner": N_("Ansvarig"),
    "priority": N_("Prioritet"),
    "due": N_("Klart senast"),
    "answer": N_("Svar och läge"),
}

HEADINGS = {
    Section.GOOD: N_("Det här är bra"),
    Section.SINCE_LAST: N_("Sedan sist"),
    Section.SIMPLE: N_("Enklare åtgärder"),
    Section.PROJECT: N_("Kräver större projektering eller budget"),
    Section.DIALOGUE: N_("Samtalspunkter"),
    Section.DECLINED: N_("Görs inte – och varför"),
    Section.FELT_SAFETY: N_("Upplevd trygghet per stopp"),
    Section.NEXT_STEPS: N_("Nästa steg"),
}

EMPTY = {
    Section.GOOD: N_("Ingen har noterat något som är bra den här gången."),
    Section.SINCE_LAST: N_("Det finns inga punkter från en tidigare vandring."),
    Section.SIMPLE: N_("Det finns inga enklare åtgärder."),
    Section.PROJECT: N_("Ingen punkt kräver större projektering eller budget."),
    Section.DIALOGUE: N_("Det finns inga samtalspunkter."),
    Section.DECLINED: N_("Inget förslag har fått nej."),
    Section.FELT_SAFETY: N_("Ingen har svarat på hur trygg platsen känns."),
    Section.NEXT_STEPS: N_("Nästa steg är inte bestämda än."),
}

FIGURES = {
    "total": (N_("punkt"), N_("punkter")),
    Figure.GOOD: (N_("bra"), N_("bra")),
    Figure.DONE: (N_("klar"), N_("klara")),
    Figure.PLANNED: (N_("planerad"), N_("planerade")),
    Figure.PROJECT_OR_NO: (N_("projekt eller nej"), N_("projekt eller nej")),
    Figure.UNANSWERED: (N_("utan svar än"), N_("utan svar än")),
}

STEPS = (
    N_("mycket trygg"),
    N_("ganska trygg"),
    N_("ganska otrygg"),
    N_("mycket otrygg"),
    N_("undviker platsen"),
)
DAY, DARK = N_("Dagtid"), N_("I mörker")
TOO_FEW = N_("för få svar")
RATINGS_INTRO = N_(
    "Så svarade deltagarna. Andelar visas från fem svar och är avrundade till närmaste fem procent."
)
STEPS_INTRO = N_("Det här är bestämt.")
PROCESS = N_(
    "Varje punkt har ett nummer som aldrig ändras. Den som är ansvarig svarar inom 30 dagar, och svaret "
    "syns hos den som lämnade punkten. Det som är kvar tas upp på nästa vandring."
)

FACT_DATE, FACT_LIGHT, FACT_GATHERING = N_("Datum och tid"), N_("Ljus och väder"), N_("Samling")
FACT_THEME, FACT_ROUTE, FACT_PEOPLE = N_("Tema"), N_("Rutt"), N_("Deltagare")
FACT_LEADERS, FACT_SINCE, FACT_DNR = N_("Ledare, sekreterare"), N_("Sedan sist"), N_("Diarienummer")

CLOCK = N_("{day}, kl. {start}–{end}")
CLOCK_START = N_("{day}, kl. {start}")
RESIDENTS = (N_("{count} boende"), N_("{count} boende"))
PEOPLE = (N_("{count} person"), N_("{count} personer"))
SEALED = N_("fastställt {day}")
DRAFTED = N_("Arbetsmaterial, utkast {day}")
POINTS_BY_STOP = (N_("{count} punkt."), N_("{count} punkter i ordning efter stopp."))
POINTS_BY_STOP_WITH = (N_("{count} punkt: {parts}."), N_("{count} punkter i ordning efter stopp: {parts}."))
AT_STOP = N_("Stopp {order}. {place}")
UNSURE = N_("Osäkert läge")
NO_POSITION = N_("Utan läge")
EXTERNAL = N_("Extern: {owner}")
PHOTO_ALT = N_("Bild av punkt {number}: {category}, {place}")
MAP_ALT = N_("Karta över rutten. Stopp: {stops}. Punkter på kartan: {points}.")
OFF_MAP = N_("Inte på kartan: {points}.")
NO_ANSWER = N_("Utan svar")
SQUARE_NOTE = N_("Tecken som inte går att skriva ut visas som □. Originaltexten är sparad.")
