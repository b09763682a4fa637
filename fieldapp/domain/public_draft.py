"""A first draft of the text that all will read: the reporter's words without the persons in them.

Flagged spans are first replaced by marks, one character a kind; small rules then take away or replace
each mark with what leans on it. A reviewer reads the result beside the original: it may be plain, it
must not name anybody.
"""

import re
from collections.abc import Callable, Mapping

from fieldapp.domain.text import Flag, FlagKind, flags, one_line

_NAME, _NAMES_OWN, _ONE, _SOME, _CONTACT, _PLATE, _HOME, _CAPITAL = (chr(0xE000 + n) for n in range(8))
_MARKS = re.compile("[\ue000-\ue007]")

_SOMEBODY: Mapping[str, tuple[str, str, str]] = {
    "sv": ("någon", "någons", "några"),
    "fi": ("joku", "jonkun", "jotkut"),
    "en": ("someone", "someone's", "some people"),
}
_MANY = re.compile(
    r"(?:ar|arna|er|erna|or|gäng|gänget|män|ot|at|it|set|jengi|jengit|gang|gangs|people|men|women|youths"
    r"|guys|boys|girls|ies|rs|ts|mps|cts|nks)$",
    re.IGNORECASE,
)
_MANY_START = re.compile(r"(?:några|två|tre|ett par|some|two|three|kaksi|kolme)\b", re.IGNORECASE)

_PREPOSITION = r"(?: (?:på|i|vid|från|hos|at|in|from|of))?"
_SAYS = (
    r"(?:säger|sa|sade|berättar|berättade|menar|tycker|tyckte|påstår) att"
    r"|(?:sanoo|sanoi|kertoo|kertoi), että|(?:says|said|tells us|told us|thinks) that"
)
_WHO_SAYS = rf"[{_NAME}{_ONE}{_SOME}](?:{_PREPOSITION} {_HOME})? (?:{_SAYS})"
_CALL = (
    r"(?:ring|kontakta|fråga|mejla|maila|hör av er till|soita|kysy|ota yhteyttä|call|ask|contact|phone|mail)"
)
_LEAN = r"(?:[,;–-]? ?(?:och |eller |ja |and )?)"
_LABEL = (
    r"(?:(?:tel|tfn|telefon|mobil|nummer|e-post|mejl|mail|puh|puhelin|phone|personnummer|pnr"
    r"|reg\.? ?nr|regnummer|registreringsnummer|rek\.? ?nro)\.?:? ?)?"
)

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # "Anders på 14:an säger att det varit så" keeps what was said.
        (rf"{_WHO_SAYS} (det)(?= (?:inte )?(?:varit|blivit|stått|legat|hänt)\b)", rf"{_CAPITAL}\1 har"),
        (rf"{_WHO_SAYS} ", _CAPITAL),
        (rf"{_LEAN}\b{_CALL}\b[^.,;!?]*[{_NAME}{_ONE}{_CONTACT}][^.,;!?]*", ""),
        (rf"\({_LABEL}[{_CONTACT}{_PLATE}{_HOME}]\)", ""),
        (rf"{_LABEL}(?: ?(?:på|at|med|with))?[:]? ?[{_CONTACT}{_PLATE}]", ""),
        (rf"{_PREPOSITION} ?{_HOME}", ""),
    )
)  # fmt: skip
_TIDY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\(\s*\)", ""),
        (r"\s+([.,;:!?)])", r"\1"),
        (r"[,;:]+([.!?])", r"\1"),
        (r"([,;:])[,;:]+", r"\1"),
        (r"([.!?])\s*\.(?!\.)", r"\1"),
        (r"^[\s.,;:!?]+", ""),
        (r"\s{2,}", " "),
    )
)


def suggest_public(text: str, language: str = "sv") -> str:
    """The text on one line without its flagged spans; unchanged words where nothing is flagged.

    `language` ("sv", "fi", "en") is that of the words which stand in for a person.
    """
    plain = one_line(_MARKS.sub("", text))
    found = flags(plain)
    if not found:
        return plain
    draft = _marked(plain, found)
    for pattern, replacement in _RULES:
        draft = pattern.sub(replacement, draft)
    draft = _with_somebody(draft, _SOMEBODY.get(language, _SOMEBODY["sv"]))
    for pattern, replacement in _TIDY:
        draft = pattern.sub(replacement, draft)
    return _capitalised(draft).strip()


def _marked(text: str, found: tuple[Flag, ...]) -> str:
    parts, at = [], 0
    for flag in found:
        parts += [text[at : flag.start], _mark(flag.kind, text[flag.start : flag.end])]
        at = flag.end
    return "".join([*parts, text[at:]])


def _mark(kind: FlagKind, words: str) -> str:
    if kind is FlagKind.NAME:
        return _NAMES_OWN if _is_own(words) else _NAME
    if kind is FlagKind.PERSON:
        many = _MANY.search(words) or _MANY_START.match(words)
        return _SOME if many else _ONE
    return {FlagKind.HOME: _HOME, FlagKind.PLATE: _PLATE}.get(kind, _CONTACT)


def _is_own(name: str) -> bool:
    """Whether a name stands in the genitive: taking the s away leaves one that is known."""
    return name.endswith("s") and any(flag.kind is FlagKind.NAME for flag in flags(name[:-1]))


def _with_somebody(text: str, words: tuple[str, str, str]) -> str:
    one, own, some = words
    stand_in = {_NAME: one, _ONE: one, _NAMES_OWN: own, _SOME: some}

    def replace(match: re.Match[str]) -> str:
        starts = re.search(r"(?:^|[.!?] )$", match.string[: match.start()])
        word = stand_in[match[0]]
        return word.capitalize() if starts else word

    return re.sub(f"[{''.join(stand_in)}]", replace, text)


def _capitalised(text: str) -> str:
    upper: Callable[[re.Match[str]], str] = lambda match: match[1] + match[2].upper()  # noqa: E731
    return _MARKS.sub("", re.sub(rf"(^|[.!?] ){_CAPITAL}(\w)", upper, text))
