"""How things are shown: icons, dates and numbers in the reader's language, addresses of static files."""

import json
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, Response, abort, g, send_from_directory
from markupsafe import Markup

from fieldapp.domain.clock import local
from fieldapp.web import actor, said, wording
from fieldapp.web.desk_menu import desk_menu
from fieldapp.web.guards import public
from fieldapp.web.language import NAMES, gettext, language, ngettext
from fieldapp.web.tools import settings

_DRAWING = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)
_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Give templates their filters and functions, and serve the release's files."""
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(
        day=day,
        weekday=weekday,
        short_day=short_day,
        moment=moment,
        clock=clock_time,
        decimal=decimal,
        iso=iso,
    )
    environment.globals.update(
        icon=icon,
        sprite=sprite,
        static=static_url,
        release=release,
        language=language,
        languages=NAMES,
        staff=actor.staff,
        phone=actor.phone,
        settings=settings,
        said=said.words,
        desk_menu=desk_menu,
        ticket_title=wording.title,
        unique_id=unique_id,
    )

    @app.get("/static/<release_id>/<path:name>")
    @public
    def static_file(release_id: str, name: str) -> Response:
        response = send_from_directory(settings().static_dir / "release", name)
        is_ours = release_id == release()
        response.headers["Cache-Control"] = _FOREVER if is_ours else "no-cache"
        return response

    @app.get("/favicon.ico")
    @public
    def favicon() -> Response:
        return send_from_directory(settings().static_dir / "release" / "icons", "icon-192.png")


def release() -> str:
    """The name of this release's static files."""
    return str(manifest()["release"])


def manifest() -> dict[str, Any]:
    """What the release holds; made by `flask fieldapp assets`."""
    try:
        return _manifest(settings().static_dir)
    except FileNotFoundError:
        abort(503, "static files are missing: run make setup")


@cache
def _manifest(static_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((static_dir / "release" / "release.json").read_text(encoding="utf-8"))
    return found


def static_url(name: str) -> str:
    return f"/static/{release()}/{name}"


@cache
def _drawing(icons_dir: Path, name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(name)
    found = _DRAWING.search((icons_dir / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(name)
    return " ".join(found["inside"].split())


def icon(name: str, label: str = "", size: str = "") -> Markup:
    """An icon beside words (hidden from screen readers), or alone with a label."""
    inside = Markup(_drawing(settings().static_dir / "vendor" / "icons", name))  # noqa: S704
    classes = Markup("icon") + (Markup(" icon-") + size if size else Markup(""))
    told = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>').format(classes, told, inside)


def sprite(names: list[str]) -> Markup:
    """Icons for scripts, each a symbol `icon-<name>`."""
    icons = settings().static_dir / "vendor" / "icons"
    symbols = Markup("").join(
        Markup('<symbol id="icon-{}" viewBox="0 0 24 24">{}</symbol>').format(
            name,
            Markup(_drawing(icons, name)),  # noqa: S704
        )
        for name in names
    )
    return Markup('<svg hidden class="sprite" aria-hidden="true">{}</svg>').format(symbols)


def day(value: date | datetime) -> str:
    """Torsdag 24 september 2026."""
    words = format_date(_date(value), _pattern("full"), locale=language())
    return words[:1].upper() + words[1:]


def weekday(value: date | datetime) -> str:
    """Torsdag 24 september."""
    words = format_date(_date(value), _pattern("weekday"), locale=language())
    return words[:1].upper() + words[1:]


def short_day(value: date | datetime) -> str:
    """24 september."""
    return format_date(_date(value), _pattern("short"), locale=language())


def moment(value: datetime) -> str:
    """24 september 18.38."""
    return f"{short_day(value)} {clock_time(value)}"


def clock_time(value: datetime) -> str:
    return format_datetime(local(value).replace(tzinfo=None), _pattern("clock"), locale=language())


def _pattern(which: str) -> str:
    patterns = {
        "sv": {"full": "EEEE d MMMM y", "weekday": "EEEE d MMMM", "short": "d MMMM", "clock": "HH.mm"},
        "fi": {"full": "EEEE d. MMMM y", "weekday": "EEEE d. MMMM", "short": "d. MMMM", "clock": "H.mm"},
        "en": {"full": "EEEE d MMMM y", "weekday": "EEEE d MMMM", "short": "d MMMM", "clock": "HH:mm"},
    }
    return patterns[language()][which]


def _date(value: date | datetime) -> date:
    return local(value).date() if isinstance(value, datetime) else value


def decimal(value: float, digits: int = 1) -> str:
    return format_decimal(round(value, digits), locale=language())


def iso(value: date | datetime) -> str:
    return value.isoformat()


def unique_id(stem: str) -> str:
    """An id that no other element of this page has."""
    g.id_count = g.get("id_count", 0) + 1
    return f"{stem}-{g.id_count}"
