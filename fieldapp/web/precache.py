"""What a phone must hold to open the app without coverage: the shells, and every file that they need."""

import re
from functools import cache
from pathlib import Path, PurePosixPath

from flask import current_app, url_for

from fieldapp.translations import LANGUAGES
from fieldapp.web.show import manifest, release
from fieldapp.web.tools import settings

#: Scripts that the two shells begin with; what these import, now or later, is followed.
ENTRIES = ("js/page/walk.js", "js/page/crew.js")
#: Styles, fonts and icons that the shells name themselves.
STYLES = ("css/fonts.css", "css/tokens.css", "css/base.css", "css/walk.css", "css/crew.css")
#: What draws the map: eighty kilobytes that a phone keeps from the first map that it shows, not before.
MAP = (
    "css/map.css",
    "vendor/leaflet/leaflet.css",
    "vendor/leaflet/leaflet.js",
    "vendor/pmtiles.js",
    "vendor/protomaps-leaflet.js",
)
SHELLS = ("capture.shell", "crew.shell")
_IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](?P<name>\.{1,2}/[^"']+)["']""")


def shells() -> list[str]:
    """The pages without data, one per language, and the words of the capture screen."""
    endpoints = [name for name in SHELLS if name in current_app.view_functions]
    pages_ = [url_for(name, lang=lang) for name in endpoints for lang in LANGUAGES]
    return pages_ + [url_for("capture.words", lang=lang) for lang in LANGUAGES]


def files() -> list[str]:
    """The files of the release that both shells need, by name; what draws the map is kept later."""
    folder = settings().static_dir / "release"
    return list(_needed(folder, release(), frozenset(manifest()["files"])))


def files_of_the_map() -> list[str]:
    """The files that are kept once they were used."""
    held = frozenset(manifest()["files"])
    return [name for name in MAP if name in held]


@cache
def _needed(folder: Path, _release: str, files: frozenset[str]) -> tuple[str, ...]:
    found = {name for name in STYLES if name in files}
    found |= {name for name in files if re.fullmatch(r"vendor/(messages/.*\.js(on)?|fonts/.*\.woff2)", name)}
    found |= {"icons/icon-192.png", "icons/icon-180.png"} & files
    ahead = [name for name in ENTRIES if name in files]
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += [one for one in _imports(folder, name) if one in files]
    return tuple(sorted(found))


def _imports(folder: Path, name: str) -> list[str]:
    code = (folder / name).read_text(encoding="utf-8")
    return [_joined(PurePosixPath(name).parent, found["name"]) for found in _IMPORT.finditer(code)]


def _joined(folder: PurePosixPath, relative: str) -> str:
    parts = list(folder.parts)
    for part in PurePosixPath(relative).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
