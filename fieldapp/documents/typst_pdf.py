"""Sets a laid-out protocol as an archivable, accessible PDF; every word reaches Typst as data."""

import dataclasses
import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from PIL import Image

from fieldapp.documents.compiler import CompileError, compile_folder
from fieldapp.documents.printable import Printable, breakable, glyphs_of
from fieldapp.documents.protocol_data import ProtocolData
from fieldapp.documents.protocol_page import ProtocolPage, Row, lay_out, noted
from fieldapp.documents.wording import Translate

_PARTS = ("protocol.typ", "parts.typ", "front.typ", "points.typ", "closing.typ")
_INK = "#14213a"
_LONG_CELL, _RUNNING_LENGTH = 420, 70
_PHOTO_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "MPO": "jpg"}
_BROKEN_WORD = frozenset(
    {"place", "category", "text", "suggestion", "owner", "priority", "due", "state_word", "answer"}
)


class PdfError(Exception):
    """Typst refused the document: a fault of a template, the fonts or the folder, never of a user's words."""


def protocol_pdf(
    protocol: ProtocolData,
    *,
    map_svg: str,
    translate: Translate,
    templates_dir: Path,
    fonts_dir: Path,
    icons_dir: Path,
    off_map: Sequence[str] = (),
) -> bytes:
    """The protocol as PDF/A-3a and PDF/UA-1. An empty `map_svg` leaves the map out. Raises PdfError.

    `templates_dir` holds the `.typ` parts, `fonts_dir` the static Noto Sans faces, `icons_dir` `<name>.svg`.
    A photo or icon that is missing or broken is left out and said; it never stops a protocol.
    """
    printable = Printable(glyphs_of(fonts_dir))
    map_svg = printable.text(map_svg)
    page = noted(lay_out(protocol, translate, off_map), printable)
    with tempfile.TemporaryDirectory(prefix="protocol-") as folder:
        desk = Path(folder)
        for part in _PARTS:
            shutil.copyfile(templates_dir / part, desk / part)
        desk.joinpath("map.svg").write_text(map_svg, encoding="utf-8")
        data = _data(page, _Material(desk, icons_dir)) | {"has_map": bool(map_svg)}
        desk.joinpath("data.json").write_text(json.dumps(data), encoding="utf-8")
        return _compile(desk, fonts_dir, protocol)


def _compile(desk: Path, fonts_dir: Path, protocol: ProtocolData) -> bytes:
    made_on = datetime.combine(protocol.sealed_on or protocol.prepared_on, time(12), tzinfo=UTC)
    try:
        return compile_folder(desk, "protocol.typ", fonts_dir, made_on)
    except CompileError as fault:
        raise PdfError(str(fault)) from fault


class _Material:
    """Copies pictures and icons into the folder that Typst may read, under names of our own."""

    def __init__(self, desk: Path, icons_dir: Path) -> None:
        self._desk = desk
        self._icons_dir = icons_dir
        self._icons: dict[str, str] = {}
        self._photo_count = 0

    def icon(self, name: str) -> str:
        """The copy's file name, in ink; empty when there is no such icon."""
        if name not in self._icons:
            self._icons[name] = self._copy_icon(name)
        return self._icons[name]

    def photo(self, path: Path | None) -> str:
        """The copy's file name; empty when there is no picture that can be read to its end."""
        if path is None:
            return ""
        try:
            with Image.open(path, formats=["JPEG", "PNG", "WEBP"]) as picture:
                suffix = _PHOTO_SUFFIXES[picture.format or ""]
                picture.load()
        except (OSError, ValueError, KeyError, SyntaxError, Image.DecompressionBombError):
            return ""
        self._photo_count += 1
        name = f"photo-{self._photo_count:03d}.{suffix}"
        shutil.copyfile(path, self._desk / name)
        return name

    def _copy_icon(self, name: str) -> str:
        file = self._icons_dir / f"{name}.svg"
        if not name.replace("-", "").isalnum() or not file.is_file():
            return ""
        drawing = file.read_text(encoding="utf-8").replace("currentColor", _INK)
        target = f"icon-{len(self._icons):02d}.svg"
        self._desk.joinpath(target).write_text(drawing, encoding="utf-8")
        return target


def _data(page: ProtocolPage, material: _Material) -> dict[str, Any]:
    data = dataclasses.asdict(page)
    for section, laid_out in zip(data["sections"], page.sections, strict=True):
        section["rows"] = [_row(row, page, material) for row in laid_out.rows]
    for step in (step for section in data["sections"] for step in section["steps"]):
        step.update({key: breakable(words) for key, words in step.items()})
    for rating in (rating for section in data["sections"] for rating in section["ratings"]):
        rating["stop"] = breakable(rating["stop"])
    data["facts"] = [{"label": fact.label, "value": breakable(fact.value, 60)} for fact in page.facts]
    for key in ("title", "municipality", "contact", "number", "status"):
        data[key] = breakable(data[key], 60)
    data["running"] = {key: _shortened(data[key]) for key in ("title", "municipality", "contact", "number")}
    data["title_lines"] = [breakable(line) for line in page.title_lines]
    return data


def _row(row: Row, page: ProtocolPage, material: _Material) -> dict[str, Any]:
    words = {key: value for key, value in dataclasses.asdict(row).items() if isinstance(value, str)}
    photo = material.photo(row.photo_path)
    return (
        words
        | {key: breakable(words[key], 16) for key in _BROKEN_WORD}
        | {
            "photo": photo,
            "photo_note": "" if photo or row.photo_path is None else page.words["photo_missing"],
            "category_icon_file": material.icon(row.category_icon),
            "state_icon_file": material.icon(row.state_icon),
            "is_long": max(len(words[key]) for key in _BROKEN_WORD) > _LONG_CELL,
        }
    )


def _shortened(words: str) -> str:
    """What heads and foots have room for."""
    line = " ".join(words.split())
    return line if len(line) <= _RUNNING_LENGTH else f"{line[: _RUNNING_LENGTH - 1]}…"
