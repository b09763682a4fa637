"""A walk in Brunna to print: enough of everything, with people and companies that do not exist."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

from PIL import Image, ImageDraw

from fieldapp.documents.protocol_data import (
    NextStep,
    Organisation,
    Point,
    ProtocolData,
    Section,
    Stop,
    StopRating,
)
from fieldapp.domain.figures import Figure

STOPS = (
    Stop(1, "Hagnässkolan", 59.5036, 17.7345),
    Stop(2, "Hagnäsvägen", 59.5030, 17.7385),
    Stop(3, "Gångtunneln vid Granhammarsvägen", 59.5026, 17.7425),
    Stop(4, "Nyckelbergsparken", 59.5034, 17.7460),
    Stop(5, "Emaljstigen", 59.5016, 17.7475),
    Stop(6, "Rumbastigen", 59.5006, 17.7450),
    Stop(7, "Stråkstigens tunnel", 59.5009, 17.7402),
    Stop(8, "Brunna centrum", 59.5018, 17.7368),
)
ROUTE = tuple((stop.lat or 0.0, stop.lon or 0.0) for stop in (*STOPS, STOPS[0]))

GREEN, LAMP, SPRAY, BIN = "shrub", "lamp-wall-down", "spray-can", "trash-2"
_DONE, _PLANNED, _SILENT = (
    ("circle-check", Figure.DONE),
    ("calendar", Figure.PLANNED),
    (
        "clock-alert",
        Figure.UNANSWERED,
    ),
)


def point(short: str, section: Section, outcome: Figure, **words: object) -> Point:
    """A point with the walk's number and only what matters to the test."""
    usual = {"place": "Hagnäsvägen, gångbanan", "category": "Belysning", "text": "Lampan lyser inte."}
    return Point(f"BRU-2026-2-{short}", short, section, outcome, **(usual | words))  # type: ignore[arg-type]


def _simple(
    short: str, stop: int, where: str, what: tuple[str, str], text: str, ask: str, end: tuple[str, str, str]
) -> Point:
    state, answer, due = end
    kind = _DONE if state.startswith("Klart") else _PLANNED if state.startswith("Planerat") else _SILENT
    at = STOPS[stop - 1]
    return point(
        short,
        Section.SIMPLE,
        kind[1],
        stop_order=stop,
        place=where,
        lat=(at.lat or 0) + int(short) % 5 * 1.5e-4 - 3e-4,
        lon=(at.lon or 0) + int(short) % 7 * 1.7e-4 - 5e-4,
        category=what[0],
        category_icon=what[1],
        text=text,
        suggestion=ask,
        owner="elnätsbolaget" if kind is _SILENT else "Gata och park",
        owner_is_external=kind is _SILENT,
        priority="Snart",
        due=due,
        state_icon=kind[0],
        state_word=state,
        answer=answer,
    )


SIMPLE = (
    _simple(
        "02", 2, "Hagnäsvägen, gångbanan", ("Växtlighet", GREEN),
        "Grenar döljer övergångsskylten för den som kör norrut.", "Klipp runt skylten",
        ("Klart 5 okt", "Skylten är fri och syns från båda håll.", "7 okt"),
    ),
    _simple(
        "07", 3, "Gångtunneln vid Granhammarsvägen", ("Belysning", LAMP),
        "Två lampor är släckta mitt i tunneln. Det har varit så sedan maj.", "Byt lampor, gärna ljusare",
        ("Klart 6 okt", "Två lampor är bytta och tunneln är ljus igen.", "29 sep"),
    ),
    _simple(
        "13", 5, "Emaljstigen, västra sidan", ("Växtlighet", GREEN),
        "Buskar skymmer sikten i kurvan. Man möts utan att synas.", "Klipp till 80 cm",
        ("Planerat v. 46", "Vi klipper i november, efter fåglarnas häckning.", "nov"),
    ),
    _simple(
        "14", 5, "Emaljstigen, vid gården", ("Skräp", BIN),
        "Papperskorgen hänger löst och välter när det blåser.", "Sätt fast den",
        ("Klart 1 okt", "Korgen sitter fast igen.", "1 okt"),
    ),
    _simple(
        "16", 6, "Rumbastigen, elskåpet", ("Klotter", SPRAY),
        "Klotter på två elskåp bredvid gångvägen.", "Tvätta inom en vecka",
        ("Utan svar", "Vi har frågat elnätsbolaget två gånger. Inget svar än.", "28 sep"),
    ),
    _simple(
        "19", 7, "Stråkstigens tunnel, södra sidan", ("Belysning", LAMP),
        "Lampan vid södra mynningen lyser svagt.", "Byt lampa",
        ("Klart 6 okt", "Lampan är bytt.", "29 sep"),
    ),
)  # fmt: skip
OTHERS = (
    point(
        "01", Section.GOOD, Figure.GOOD, stop_order=1, place="Hagnässkolans gård", lat=59.5037, lon=17.7350,
        category="Det här är bra", category_icon="sun", text="Nya lampor vid skolan. Det känns välkomnande.",
        answer="Tack. Vi hälsar till dem som satte upp lamporna.", state_icon="sun", state_word="Bra",
    ),
    point(
        "11", Section.GOOD, Figure.GOOD, stop_order=4, place="Nyckelbergsparken", lat=59.5036, lon=17.7464,
        category="Det här är bra", category_icon="sun", text_language="en",
        text="The playground is lovely, and many people are out.",
        answer="Tack. Det glädjer oss.", state_icon="sun", state_word="Bra",
    ),
    point(
        "12", Section.PROJECT, Figure.PROJECT_OR_NO, stop_order=4, place="Nyckelbergsparken, stora stigen",
        lat=59.5031, lon=17.7455, category_icon=LAMP, text="Stigen genom parken saknar lampor helt.",
        suggestion="Belys stigen hela vägen", owner="Gata och park", priority="Planeras", due="budget 2027",
        state_icon="construction", state_word="Kräver projekt", position_is_sure=False,
        answer="Vi tar med parkens stig i förslaget till budget för 2027.",
    ),
    point(
        "22", Section.DIALOGUE, Figure.PLANNED, stop_order=8, place="Brunna centrum", lat=59.5020,
        lon=17.7372, category="Känns otryggt", category_icon="messages-square",
        text="På kvällen är det tomt här och man vill skynda sig förbi.",
        suggestion="Mer liv på torget efter klockan 18", state_icon="messages-square", state_word="Samtal",
        answer="Frågan tas upp med föreningarna på mötet i november.",
    ),
    point(
        "24", Section.DECLINED, Figure.PROJECT_OR_NO, stop_order=8, place="Gångvägen mot centrum",
        category="Trafik", category_icon="traffic-cone", text="Mopeder kör på gångvägen.",
        suggestion="Sätt upp bom", owner="Gata och park", priority="Utreds", state_icon="ban",
        state_word="Görs inte",
        answer="En bom skulle stänga vägen för rullstol och ambulans. Vi sätter upp skyltar.",
    ),
)  # fmt: skip
EARLIER = Point(
    "BRU-2023-1-04", "04", Section.SINCE_LAST, Figure.DONE, "Stråkstigens tunnel", "Klotter",
    "Klotter på tunnelns vägg.", stop_order=7, lat=59.5010, lon=17.7400, category_icon=SPRAY,
    suggestion="Måla om", owner="Gata och park", priority="Snart", due="maj 2024", state_icon="circle-check",
    state_word="Klart 3 maj 2024", answer="Väggen är målad med klotterskydd.",
)  # fmt: skip

BRUNNA = ProtocolData(
    municipality="Upplands-Bro kommun",
    title="Protokoll trygghetsvandring Brunna",
    number="BRU-2026-2",
    language="sv",
    walked_on=date(2026, 9, 24),
    prepared_on=date(2026, 10, 12),
    sealed_on=date(2026, 10, 12),
    is_demo=True,
    started=time(18, 0),
    ended=time(20, 5),
    light_and_weather="Solen ner 18.44, mörkt 19.24. Uppehåll, 11 grader",
    gathering_place="Hagnässkolans matsal",
    theme="Vägen till skola, park och buss",
    route_summary="8 stopp, 1,8 km, utan trappor",
    residents_count=23,
    organisations=(
        Organisation("Trygghet och prevention", 2),
        Organisation("Gata och park", 2),
        Organisation("Belysning", 1),
        Organisation("Upplands-Brohus", 2),
        Organisation("kommunpolis", 1),
        Organisation("räddningstjänst", 1),
    ),
    leader_roles=("Trygghetssamordnare, Trygghet och prevention",),
    since_last="5 punkter från 2023: 3 klara, 2 kvar på den här listan",
    dnr="KS 26/0412",
    contact="trygghet@demo.invalid",
    stops=STOPS,
    route=ROUTE,
    points=(*SIMPLE, *OTHERS, EARLIER),
    ratings=tuple(
        StopRating(order, (6, 8, 3, 1, 0), (1, 4, 7, 5, 3)) if order != 4 else StopRating(4, (2, 1, 0, 0, 0))
        for order in range(1, 9)
    ),
    next_steps=(
        NextStep("Punkterna är skickade till dem som ansvarar", "Trygghetssamordnaren", "25 september 2026"),
        NextStep("Svar på alla punkter", "Alla ansvariga", "24 oktober 2026"),
        NextStep("Uppföljande vandring samma väg", "Trygghet och prevention", "våren 2027"),
    ),
)
EMPTY_WALK = ProtocolData(
    municipality="Upplands-Bro kommun",
    title="Protokoll trygghetsvandring Brunna",
    number="BRU-2026-2",
    language="sv",
    walked_on=date(2026, 9, 24),
    prepared_on=date(2026, 9, 24),
)


def photograph(folder: Path, number: int, size: tuple[int, int] = (800, 600)) -> Path:
    """An evening picture with a lamp, different for every number."""
    picture = Image.new("RGB", size, (24 + number % 40, 32, 56))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, size[1] * 0.6, size[0], size[1]), fill=(52, 60, 58 + number % 50))
    left = 80 + number * 37 % (size[0] - 200)
    draw.ellipse((left, 90, left + 70, 160), fill=(255, 224, 150))
    draw.line((left + 35, 160, left + 35, size[1] * 0.7), fill=(15, 18, 30), width=8)
    file = folder / f"{number}.jpg"
    picture.save(file, "JPEG", quality=80)
    return file


def with_photos(protocol: ProtocolData, folder: Path) -> ProtocolData:
    """The same protocol with a picture at every point."""
    points = [replace(p, photo_path=photograph(folder, n)) for n, p in enumerate(protocol.points, 1)]
    return replace(protocol, points=tuple(points))
