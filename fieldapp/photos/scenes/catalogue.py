"""All scenes: which kinds of point they suit and what they show, in words."""

from typing import Final

from fieldapp.photos.scenes.damage import paint_cabinet, paint_dumped
from fieldapp.photos.scenes.furniture import paint_bench, paint_bin, paint_bus_shelter
from fieldapp.photos.scenes.good_places import (
    paint_flowers,
    paint_lit_path,
    paint_playing_field,
    paint_school_yard,
)
from fieldapp.photos.scenes.greenery import paint_bushes, paint_hidden_sign, paint_leaning_tree
from fieldapp.photos.scenes.lights import paint_car_park, paint_dead_lamp, paint_empty_shop
from fieldapp.photos.scenes.outdoors import paint_life_ring, paint_stairs, paint_swing
from fieldapp.photos.scenes.scene import AltText, Scene
from fieldapp.photos.scenes.streets import paint_crossing, paint_pothole, paint_puddle, paint_speeding
from fieldapp.photos.scenes.tunnel import paint_tunnel

_FAULTS: Final = (
    Scene(
        "tunnel",
        paint_tunnel,
        ("BEL1", "KOL3", "BEL4", "UPP1", "KLO1"),
        (0, 0, 100, 75),
        AltText(
            "Mörk gångtunnel med klotter på väggen. De två närmaste lamporna är släckta.",
            "Pimeä alikulku, jonka seinässä on töhryjä. Kaksi lähintä lamppua on sammunut.",
            "A dark pedestrian tunnel with graffiti on the wall. The two nearest lamps are out.",
        ),
        AltText(
            "Samma gångtunnel, ljus och ren. Alla lampor lyser.",
            "Sama alikulku valoisana ja siistinä. Kaikki lamput palavat.",
            "The same tunnel, bright and clean. All lamps are lit.",
        ),
    ),
    Scene(
        "dead_lamp",
        paint_dead_lamp,
        ("BEL1", "BEL3", "BEL2", "UPP1"),
        (20, 5, 65, 75),
        AltText(
            "Gångväg i mörker. Lyktstolpen närmast är släckt och glaset är trasigt.",
            "Kävelytie pimeässä. Lähin katuvalo on sammunut ja sen lasi on rikki.",
            "A path in the dark. The nearest street lamp is out and its glass is broken.",
        ),
        AltText(
            "Samma gångväg. Lampan lyser och vägen syns.",
            "Sama kävelytie. Lamppu palaa ja tie näkyy.",
            "The same path. The lamp is lit and the path can be seen.",
        ),
    ),
    Scene(
        "bushes",
        paint_bushes,
        ("VAX1", "VAX2", "BEL5", "VAX4"),
        (0, 24, 80, 75),
        AltText(
            "Stora buskar täcker halva gångvägen och skymmer sikten mot lampan.",
            "Suuret pensaat peittävät puolet kävelytiestä ja estävät näkyvyyden lampulle.",
            "Large bushes cover half of the path and block the view of the lamp.",
        ),
        AltText(
            "Buskarna är ersatta av en låg, klippt häck. Hela gångvägen är fri.",
            "Pensaiden tilalla on matala, leikattu pensasaita. Koko kävelytie on vapaa.",
            "The bushes are now a low clipped hedge. The whole path is free.",
        ),
    ),
    Scene(
        "cabinet",
        paint_cabinet,
        ("KLO3", "KLO1", "KLO4"),
        (20, 28, 78, 66),
        AltText(
            "Grönt elskåp med stort klotter över båda dörrarna.",
            "Vihreä sähkökaappi, jonka molemmissa ovissa on isoja töhryjä.",
            "A green electricity cabinet with large graffiti across both doors.",
        ),
        AltText(
            "Samma elskåp med rena dörrar.",
            "Sama sähkökaappi, jonka ovet ovat puhtaat.",
            "The same electricity cabinet with clean doors.",
        ),
    ),
    Scene(
        "bench",
        paint_bench,
        ("MOB1", "KLO4"),
        (18, 40, 84, 75),
        AltText(
            "Parkbänk med två avbrutna brädor. En bräda ligger på marken.",
            "Puistonpenkki, jonka kaksi lautaa on poikki. Yksi lauta on maassa.",
            "A park bench with two snapped planks. One plank lies on the ground.",
        ),
        AltText(
            "Samma bänk, lagad med nya brädor.",
            "Sama penkki korjattuna uusilla laudoilla.",
            "The same bench, mended with new planks.",
        ),
    ),
    Scene(
        "bin",
        paint_bin,
        ("REN2", "REN1"),
        (28, 18, 92, 75),
        AltText(
            "Papperskorg som hänger snett på sin stolpe. Skräp ligger på marken.",
            "Roskakori roikkuu vinossa tolpassaan. Maassa on roskia.",
            "A litter bin hanging crooked on its post. Rubbish lies on the ground.",
        ),
        AltText(
            "Papperskorgen står rakt, har lock och marken är ren.",
            "Roskakori on suorassa, siinä on kansi ja maa on siisti.",
            "The bin stands upright with a lid and the ground is clean.",
        ),
    ),
    Scene(
        "bus_shelter",
        paint_bus_shelter,
        ("KOL1", "REN4", "KLO4"),
        (52, 20, 86, 72),
        AltText(
            "Väderskydd vid busshållplats. En glasruta är krossad och glas ligger på marken.",
            "Bussipysäkin katos. Yksi lasi on rikottu ja maassa on lasinsirpaleita.",
            "A bus shelter. One pane is smashed and broken glass lies on the ground.",
        ),
        AltText(
            "Samma väderskydd med tre hela glasrutor.",
            "Sama katos, jossa on kolme ehjää lasia.",
            "The same shelter with three whole panes.",
        ),
    ),
    Scene(
        "hidden_sign",
        paint_hidden_sign,
        ("VAX3", "VAX2", "VAX4"),
        (22, 8, 64, 50),
        AltText(
            "Vägmärke för väjningsplikt, nästan helt dolt av grenar.",
            "Väistämisvelvollisuutta osoittava merkki on lähes kokonaan oksien peitossa.",
            "A give-way sign almost completely hidden by branches.",
        ),
        AltText(
            "Grenarna är borta och hela vägmärket syns.",
            "Oksat on poistettu ja koko liikennemerkki näkyy.",
            "The branches are gone and the whole sign can be seen.",
        ),
    ),
    Scene(
        "leaning_tree",
        paint_leaning_tree,
        ("VAX5",),
        (10, 12, 86, 72),
        AltText(
            "Träd som har knäckts och hänger tvärs över gångvägen.",
            "Katkennut puu roikkuu kävelytien yllä.",
            "A snapped tree hangs across the path.",
        ),
        AltText(
            "Trädet är borta. En stubbe och ett nyplanterat träd står bredvid vägen.",
            "Puu on poissa. Tien vieressä on kanto ja uusi istutettu puu.",
            "The tree is gone. A stump and a newly planted tree stand beside the path.",
        ),
    ),
    Scene(
        "pothole",
        paint_pothole,
        ("GAT1", "TIL1"),
        (12, 38, 92, 75),
        AltText(
            "Djupt hål i asfalten med sprickor runt om. Två kantstenar ligger snett.",
            "Syvä kuoppa asfaltissa ja halkeamia sen ympärillä. Kaksi reunakiveä on vinossa.",
            "A deep hole in the asphalt with cracks around it. Two kerb stones lie crooked.",
        ),
        AltText(
            "Hålet är lagat med ny asfalt och kantstenarna ligger rakt.",
            "Kuoppa on paikattu uudella asfaltilla ja reunakivet ovat suorassa.",
            "The hole is mended with new asphalt and the kerb stones are straight.",
        ),
    ),
    Scene(
        "stairs",
        paint_stairs,
        ("GAT2", "TIL4"),
        (14, 15, 80, 75),
        AltText(
            "Trätrappa med två trasiga steg. Räcket på ena sidan har fallit.",
            "Puuportaat, joissa kaksi askelmaa on rikki. Toisen puolen kaide on kaatunut.",
            "Wooden stairs with two broken steps. The railing on one side has fallen.",
        ),
        AltText(
            "Samma trappa med hela steg och räcke på båda sidor.",
            "Samat portaat, joissa on ehjät askelmat ja kaiteet molemmin puolin.",
            "The same stairs with whole steps and railings on both sides.",
        ),
    ),
    Scene(
        "car_park",
        paint_car_park,
        ("BEL3", "BEL1", "UPP1", "TRA4"),
        (0, 10, 100, 75),
        AltText(
            "Mörk parkering. Alla tre lyktstolparna är släckta.",
            "Pimeä pysäköintialue. Kaikki kolme katuvaloa ovat sammuneet.",
            "A dark car park. All three lamps are out.",
        ),
        AltText(
            "Samma parkering med alla lampor tända.",
            "Sama pysäköintialue, jossa kaikki lamput palavat.",
            "The same car park with all lamps lit.",
        ),
    ),
    Scene(
        "swing",
        paint_swing,
        ("MOB2", "MOB3"),
        (28, 15, 80, 74),
        AltText(
            "Kompisgunga som hänger snett. En kedja har gått av.",
            "Pesäkeinu roikkuu vinossa. Yksi ketju on katkennut.",
            "A nest swing hanging crooked. One chain has snapped.",
        ),
        AltText(
            "Kompisgungan hänger rakt i hela kedjor.",
            "Pesäkeinu roikkuu suorassa ehjistä ketjuista.",
            "The nest swing hangs level on whole chains.",
        ),
    ),
    Scene(
        "crossing",
        paint_crossing,
        ("TRA1", "TIL2", "GAT5"),
        (0, 18, 100, 72),
        AltText(
            "Mörk övergång utan vägmarkering. En bil närmar sig.",
            "Pimeä ylityspaikka ilman tiemerkintöjä. Auto lähestyy.",
            "A dark crossing without road markings. A car is coming.",
        ),
        AltText(
            "Samma plats med övergångsställe, skyltar och tänd lampa.",
            "Samassa paikassa on suojatie, liikennemerkit ja valo.",
            "The same place with a zebra crossing, signs and a lit lamp.",
        ),
        may_mirror=False,
    ),
    Scene(
        "speeding",
        paint_speeding,
        ("TRA2", "UPP2", "TRA3"),
        (0, 38, 100, 75),
        AltText(
            "Bred, rak gata med långa ljusstrimmor efter bilar som kör fort.",
            "Leveä, suora katu ja pitkiä valoviiruja nopeasti ajavista autoista.",
            "A wide straight street with long streaks of light from fast cars.",
        ),
        AltText(
            "Samma gata med farthinder, varningsskylt och blomlåda.",
            "Samalla kadulla on hidaste, varoitusmerkki ja kukkalaatikko.",
            "The same street with a speed bump, a warning sign and a planter.",
        ),
        may_mirror=False,
    ),
    Scene(
        "puddle",
        paint_puddle,
        ("GAT4",),
        (6, 42, 96, 75),
        AltText(
            "Stor vattenpöl över hela vägen. Brunnen är igensatt av löv.",
            "Suuri lätäkkö peittää tien. Lehdet tukkivat kaivon.",
            "A large puddle across the whole road. The drain is blocked by leaves.",
        ),
        AltText(
            "Vägen är torr och brunnens galler är rent.",
            "Tie on kuiva ja kaivon ritilä on puhdas.",
            "The road is dry and the drain's grate is clean.",
        ),
    ),
    Scene(
        "dumped",
        paint_dumped,
        ("REN3", "REN1", "SAK1"),
        (8, 34, 96, 75),
        AltText(
            "Två kundvagnar, sopsäckar, en madrass och ett däck dumpade på gräset.",
            "Kaksi ostoskärryä, jätesäkkejä, patja ja rengas hylättyinä nurmikolla.",
            "Two shopping trolleys, rubbish sacks, a mattress and a tyre dumped on the grass.",
        ),
        AltText(
            "Gräset är städat och tomt.",
            "Nurmikko on siivottu ja tyhjä.",
            "The grass is cleared and empty.",
        ),
    ),
    Scene(
        "empty_shop",
        paint_empty_shop,
        ("ORI3", "BYG3", "UPP1"),
        (8, 24, 92, 70),
        AltText(
            "Tom butikslokal med brädor för fönstret, sprucken ruta och kedja på dörren.",
            "Tyhjä liiketila, jonka ikkuna on laudoitettu, toinen lasi halki ja ovessa ketju.",
            "An empty shop with a boarded window, a cracked pane and a chain on the door.",
        ),
        AltText(
            "Samma lokal som öppen butik med ljus i fönstren.",
            "Sama liiketila avoimena kauppana, ikkunoissa on valot.",
            "The same place as an open shop with light in the windows.",
        ),
    ),
    Scene(
        "life_ring",
        paint_life_ring,
        ("SAK3",),
        (42, 16, 82, 46),
        AltText(
            "Brygga vid vatten. Hållaren för livboj är tom.",
            "Laituri veden äärellä. Pelastusrenkaan teline on tyhjä.",
            "A jetty by the water. The holder for the life ring is empty.",
        ),
        AltText(
            "Samma brygga med en livboj på plats i hållaren.",
            "Sama laituri, pelastusrengas on paikallaan telineessä.",
            "The same jetty with a life ring in its holder.",
        ),
    ),
)

_GOOD_THINGS: Final = (
    Scene(
        "lit_path",
        paint_lit_path,
        ("POS3", "POS1"),
        (0, 0, 100, 75),
        AltText(
            "Gångväg med en rad tända lampor och bänkar i varmt ljus.",
            "Kävelytie, jonka varrella on rivi palavia lamppuja ja penkkejä lämpimässä valossa.",
            "A path with a row of lit lamps and benches in warm light.",
        ),
        None,
    ),
    Scene(
        "flowers",
        paint_flowers,
        ("POS2",),
        (0, 0, 100, 75),
        AltText(
            "Rund plantering full av blommor, med stenkant och en tänd lampa.",
            "Pyöreä kukkaistutus, jossa on kivireunus ja palava lamppu.",
            "A round flower bed in bloom, with a stone edge and a lit lamp.",
        ),
        None,
    ),
    Scene(
        "playing_field",
        paint_playing_field,
        ("POS4", "POS1"),
        (0, 0, 100, 75),
        AltText(
            "Grön bollplan med mål och boll under tända strålkastare.",
            "Vihreä pallokenttä, maali ja pallo valonheittimien valossa.",
            "A green playing field with a goal and a ball under floodlights.",
        ),
        None,
    ),
    Scene(
        "school_yard",
        paint_school_yard,
        ("POS5", "POS3"),
        (0, 0, 100, 75),
        AltText(
            "Nya lampor i rad längs gångvägen vid en skola av tegel.",
            "Uusia lamppuja rivissä kävelytien varrella tiilikoulun vieressä.",
            "New lamps in a row along the path by a brick school.",
        ),
        None,
    ),
)

SCENES: Final[dict[str, Scene]] = {scene.code: scene for scene in (*_FAULTS, *_GOOD_THINGS)}


def scenes_for(subcategory: str) -> tuple[str, ...]:
    """Codes of the scenes that suit a subcategory, those that suit it best first; empty if none does."""
    suiting = [scene for scene in SCENES.values() if subcategory in scene.subcategories]
    return tuple(
        scene.code for scene in sorted(suiting, key=lambda scene: scene.subcategories.index(subcategory))
    )
