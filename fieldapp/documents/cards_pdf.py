"""Sets the cards of one order, ten on an A4, as an archivable, accessible PDF; words reach Typst as data."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldapp.documents.compiler import compile_folder
from fieldapp.documents.printable import Printable, glyphs_of

_PARTS = ("cards.typ", "parts.typ")


@dataclass(frozen=True)
class CardWords:
    """What the card says in one language: what it is for, and whose it is."""

    language: str
    lines: tuple[str, str]


@dataclass(frozen=True)
class CardSheet:
    """The cards of one order. `address` is where a card's code is typed in, as people write it."""

    title: str
    town: str
    language: str
    address: str
    link: str
    alt_text: str
    words: Sequence[CardWords]
    codes: Sequence[str]


def cards_pdf(sheet: CardSheet, *, templates_dir: Path, fonts_dir: Path, made_on: datetime) -> bytes:
    """The cards as PDF/A-3a and PDF/UA-1, in the size of business cards (85 x 54 mm) with lines to cut along.

    `link` and `alt_text` hold `{code}`. Raises `CompileError`.
    """
    printable = Printable(glyphs_of(fonts_dir))
    with tempfile.TemporaryDirectory(prefix="cards-") as folder:
        desk = Path(folder)
        for part in _PARTS:
            shutil.copyfile(templates_dir / part, desk / part)
        data = {
            "title": printable.text(sheet.title),
            "town": printable.text(sheet.town),
            "language": sheet.language,
            "address": printable.text(sheet.address),
            "words": [{"language": one.language, "lines": list(one.lines)} for one in sheet.words],
            "cards": [_card(desk, sheet, code) for code in sheet.codes],
        }
        desk.joinpath("data.json").write_text(json.dumps(data), encoding="utf-8")
        return compile_folder(desk, "cards.typ", fonts_dir, made_on.replace(microsecond=0))


def _card(desk: Path, sheet: CardSheet, code: str) -> dict[str, str]:
    import segno

    file = f"{code}.svg"
    drawn = segno.make(sheet.link.format(code=code), error="m", micro=False)
    drawn.save(str(desk / file), border=0, dark="#000000", light=None)
    return {"code": spaced(code), "file": file, "alt": sheet.alt_text.format(code=spaced(code))}


def spaced(code: str) -> str:
    """A code as it is read aloud and typed: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
