"""A real Chromium for tests: phones and desks as people hold them, and a watch over everything they do."""

import json
import os
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "test-artifacts"
#: In the middle of the place that the tests' walk goes through.
BRUNNA_POSITION = {"latitude": 59.5028, "longitude": 17.7431, "accuracy": 6}
PIXEL = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Mobile Safari/537.36"
)
#: The rules of axe that a theme can break. No stylesheet asks for the language (tests/browser/test_looks.py
#: holds it), so that colours are the same in all three and are looked at in one.
COLOURS = ("color-contrast", "link-in-text-block")
#: Language and darkness: every language, every theme, and no colour three times over.
LOOKS = (("sv", False), ("sv", True), ("fi", False), ("en", False))
#: For tests in which the kind of database does not matter.
on_sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def launch(playwright: Playwright) -> Browser:
    """The machine's Chromium, or the one that Playwright brought."""
    return playwright.chromium.launch(executable_path=_executable(), args=_arguments())


def launch_kept(playwright: Playwright, profile: Path, **how: Any) -> BrowserContext:
    """A Chromium of its own on a profile that outlives it."""
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=_executable(), args=_arguments(), **how
    )


def _executable() -> str | None:
    """The shell without windows first: the same engine, and a new context costs it a fifth of the time."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def _arguments() -> list[str]:
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        *(["--no-sandbox"] if as_root else []),
        "--disable-dev-shm-usage",
        "--font-render-hinting=none",
    ]


class Watch:
    """What no page may do: log an error, break its policy, ask another host. `check()` fails on any."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.requests: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def over(self, context: BrowserContext, host: str) -> None:
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.faults.append(f"uncaught: {error.error}"))
        context.on("request", lambda request: self._asked(request, host))

    def expect(self, pattern: str) -> None:
        """Let pass what a test provokes, for example `ERR_INTERNET_DISCONNECTED`."""
        self._expected.append(re.compile(pattern))

    def check(self) -> None:
        found = [one for one in self.faults if not any(pattern.search(one) for pattern in self._expected)]
        assert not found, "\n".join(found)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "assert"):
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request, host: str) -> None:
        parts = urlsplit(request.url)
        self.requests.append(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.faults.append(f"another host: {request.url}")


def phone_context(
    browser: Browser,
    *,
    language: str = "sv",
    dark: bool = False,
    width: int = 390,
    height: int = 844,
    position: dict[str, Any] | None = BRUNNA_POSITION,
    **more: Any,
) -> BrowserContext:
    """A phone's browser: touch, two pixels a point, and a position unless `position` is None."""
    placed: dict[str, Any] = {"geolocation": position, "permissions": ["geolocation"]} if position else {}
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        user_agent=PIXEL,
        locale={"sv": "sv-SE", "fi": "fi-FI", "en": "en-GB"}[language],
        timezone_id="Europe/Stockholm",
        color_scheme="dark" if dark else "light",
        **placed,
        **more,
    )


def desk_context(
    browser: Browser,
    *,
    language: str = "sv",
    dark: bool = False,
    width: int = 1440,
    height: int = 900,
    **more: Any,
) -> BrowserContext:
    return browser.new_context(
        viewport={"width": width, "height": height},
        locale={"sv": "sv-SE", "fi": "fi-FI", "en": "en-GB"}[language],
        timezone_id="Europe/Stockholm",
        color_scheme="dark" if dark else "light",
        **more,
    )


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe_findings(
    page: Page, inside: str | None = None, rules: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> list[str]:
    """What axe has against the page (WCAG 2.2 A and AA, and best practices), one line a finding.

    `rules` asks for these alone, as those about colours when nothing but the theme has changed;
    `without` leaves some out.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe())
    scope = json.dumps({"include": [[inside]]}) if inside else "document"
    only = f"runOnly: {json.dumps(rules)}," if rules else ""
    off = json.dumps({rule: {"enabled": False} for rule in without})
    found: list[dict[str, Any]] = page.evaluate(
        f"""async () => {{
          const found = await axe.run({scope}, {{ {only} rules: {off}, resultTypes: ["violations"] }});
          const why = (node) => [...node.any, ...node.all, ...node.none][0]?.message ?? "";
          return found.violations.map((one) => ({{
            id: one.id, where: one.nodes.map((node) => `${{node.target.join(" ")}}: ${{why(node)}}`) }}));
        }}"""
    )
    return [f"{one['id']}: {where}" for one in found for where in one["where"]]


def sideways(page: Page) -> int:
    """How many points the page is wider than its window; 0 is right."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def large_text(page: Page, percent: int = 200) -> None:
    """The reader's own text size, set as the browser's settings do; media queries in em follow it."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Page.setFontSizes", {"fontSizes": {"standard": 16 * percent // 100, "fixed": 13 * percent // 100}}
    )


def picture(page: Page, name: str, full_page: bool = False) -> Path:
    """A screenshot below test-artifacts/, for people to look at."""
    PICTURES.mkdir(exist_ok=True)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, full_page=full_page)
    return file
