"""How persons are told from places in Swedish, Finnish and English text: the patterns behind the flags."""

import re
from collections.abc import Mapping

from fieldapp.domain.categories import DATA

_UPPER = "A-ZÅÄÖÉÜ"
_LOWER = "a-zåäöéü"

CONTACT: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
    # A plus or a zero, then at least seven digits: 112 and 114 14 are nobody's own.
    "phone": re.compile(r"(?<![\w-])(?:\+\d|0\d)(?:[ -]?(?:\(0\))?\d){6,12}(?![\w-])"),
}

PERSONAL_NUMBER = re.compile(
    r"\b(?:(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-+]\d{4}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])\d{4}"
    r"|\d{6}[-+A-FU-Y]\d{3}[0-9A-Y])\b"
)

PLATE = re.compile(
    r"\b(?:[A-Z]{3} \d\d[A-Z0-9]|[A-Za-z]{3}\d\d[A-Za-z0-9]|(?!SL-|GC-)[A-ZÅÄÖ]{2,3}-\d{3})(?![\w-])"
)

_STREETS = (
    "vägen|väg|gatan|gata|stigen|stig|gränden|gränd|backen|torget|planen|allén|allé|ringen|slingan"
    "|kroken|svängen|leden|katu|tie|kuja|polku|väylä|raitti|rinne|[ ](?:Street|Road|Lane)"
)
_NOT_A_NUMBER = r"(?! ?(?:m|km|meter|metriä|metres|st|stycken|lampor|lamppua|lamps|gånger|år|kl)\b)"
#: Only the number is marked: the street is the place.
STREET_NUMBER = re.compile(
    rf"\b[{_UPPER}]\w*(?:{_STREETS}) (?P<span>\d{{1,3}}(?:[a-hA-H]\b| [A-H]\b)?)(?![\w:-]){_NOT_A_NUMBER}"
)

HOME = re.compile(
    r"\b(?:lägenhet|lgh|uppgång|port|rappu|asunto|apartment|flat)(?:en)?\.? ?(?:nr\.? ?)?\d{1,4}[A-Za-z]?\b"
    r"|\b(?:nr|nummer|numero) ?\d{1,3}[a-hA-H]?\b(?= (?:bor|asuu|lives?)\b)"
    r"|\b\d{1,3}:(?:an|ans)\b"
)


def _alternatives(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


#: Ordinary words as well ("Inga lampor lyser"): names only inside a sentence, or before a surname.
_ALSO_WORDS = frozenset(("Inga", "Lina", "Maj", "Oliver", "Sanna", "Urban"))
_NAMES = (DATA / "first_names.txt").read_text(encoding="utf-8").split()
_FIRST = _alternatives(" ".join(name for name in _NAMES if name not in _ALSO_WORDS))
_DOUBTFUL = _alternatives(" ".join(_ALSO_WORDS))
_CAPITALISED = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}][{_LOWER}]+)?"
# A name that a street, a square or a school bears is a place: "Anna Lindhs plats".
_PLACE_WORDS = (
    r"(?:väg|gata|gränd|plats|torg|park|stig|backe|allé|skola|kyrka|katu|tie|puisto)(?:en|n|et|an)?"
)
_PLACE_AFTER = rf"(?!\w|-\w| (?:{_CAPITALISED} )?{_PLACE_WORDS}\b)"
NAMES = re.compile(
    rf"\b(?:(?:[Ff]amiljen|[Hh]err|[Ff]ru|[Rr]ouva|[Hh]erra|Mrs?\.?|Ms\.?) {_CAPITALISED}"
    rf"|(?:{_FIRST})(?:-(?:{_FIRST}))?(?: (?:von |af |de )?{_CAPITALISED})?s?"
    rf"|(?:{_DOUBTFUL})(?:-{_CAPITALISED}| (?:von |af |de )?{_CAPITALISED})s?"
    rf"|(?<=[{_LOWER},] )(?:{_DOUBTFUL})s?"
    rf"|{_CAPITALISED}sson(?:s|erna)?){_PLACE_AFTER}"
)

_SV = (
    r"(?:fylle)?gubb(?:e|en|ar|arna)|kärring(?:en|ar|arna)?|alkis(?:en|ar|arna)?|a-lagare|fyllon?a?|fyllot"
    r"|pundare(?:n|na)?|knarkare(?:n|na)?|missbrukare(?:n|na)?|narkoman(?:en|er|erna)?|langare(?:n|na)?"
    r"|uteliggare(?:n|na)?|tiggare(?:n|na)?|hemlösa?|invandrar\w*|utlänning\w*|flykting\w*|svarting\w*"
    r"|svartskall\w*|blatt(?:e|en|ar|arna)|zigenar\w*|romer(?:na)?|arab(?:en|er|erna)?|afrikan(?:en|er|erna)?"
    r"|somalier(?:n|na)?|muslim(?:en|er|erna)?|jud(?:e|en|ar|arna)|neger\w*|(?:ungdoms)?gäng(?:et|en)?"
    r"|ligist(?:en|er|erna)?|värsting(?:en|ar|arna)?|galning(?:en|ar|arna)?|pedofil(?:en|er|erna)?"
    r"|(?:min |vår )?grann(?:e|en|ar|arna|ens)|hyresgäst(?:en|er|erna)?"
)
_FI = (
    r"juop(?:po|ot|on)|narkkari\w*|narkomaani\w*|pultsari\w*|mamut?|maahanmuuttaj\w*|ulkomaalai\w*|pakolai\w*"
    r"|romani(?:t|en)?|mustalai\w*|neekeri\w*|somali(?:t|en)?|arabi(?:t|en)?|muslimi(?:t|en)?|kerjäläi\w*"
    r"|kodit(?:on|tomat)|(?:nuoriso)?jengi(?:t|en|n)?|naapuri(?:t|en|n|ni)?|pedofiili\w*|hullut?"
)
_EN = (
    r"junk(?:ie|ies)|drunk(?:s|ards?)|addicts?|dealers?|tramps?|beggars?|immigrants?|foreigners?|refugees?"
    r"|gyps(?:y|ies)|gangs?|paedophiles?|(?:my |our |the )?neighbou?rs?"
    r"|homeless (?:m[ae]n|wom[ae]n|persons?|people)"
    r"|(?:black|white|arab|african|muslim|asian) (?:m[ae]n|guys?|youths?|boys?|girls?|wom[ae]n|people)"
)
_SOMEBODY = (
    r"(?:en|den|två|tre|några|ett par) (?:\w+ )?(?:man|mannen|män|kvinna|kvinnan|kvinnor|kill(?:e|en|ar)"
    r"|tjej(?:en|er)?|pojk(?:e|en|ar)|flick(?:a|an|or))"
    r"|(?:an?|the|two|three|some) (?:\w+ )?(?:m[ae]n|wom[ae]n|guys?|boys?|girls?)"
    r"|(?:joku|kaksi|kolme) (?:mies|miestä|nainen|naista|poika|poikaa|tyttö|tyttöä)"
)
_WEARING = (
    r"(?: (?:i|med|in|with|wearing|från|from) (?:[\w-]+ ){0,2}"
    r"(?:jacka|keps|luva|mössa|luvtröja|skägg|slöja|hår|utseende|accent|bakgrund|jacket|cap|hood(?:ie)?|beard|veil"
    r"|hair|accent|looks))?"
)
_DETERMINER = r"(?:(?:ett|en|det|den|de|några|an?|the|some) (?:gäng (?:av |med )?|gang of |group of )?)?"
PERSONS = re.compile(rf"\b(?:{_DETERMINER}(?:{_SV}|{_FI}|{_EN})|{_SOMEBODY})\b{_WEARING}", re.IGNORECASE)
