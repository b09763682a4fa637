"""Reaches into the page's own scripts and store, as the screens do, and makes photos of many ranges."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route

from tests.browser.capture.phone import queue_of, rows_of

OFFLINE = "ERR_INTERNET_DISCONNECTED"
KICK = "dispatchEvent(new Event('online'))"
#: Before a script's body: `m("queue/states.js")` is that module of the page's own release.
_MODULES = """const m = (name) => import(
  document.querySelector('script[type="module"]').src.replace(/js\\/page\\/.*/, `js/${name}`));"""


def inside(page: Page, body: str, argument: Any = None) -> Any:
    """Run `body` with the page's own modules at hand; it returns what it returns."""
    return page.evaluate(f"async (argument) => {{ {_MODULES} {body} }}", argument)


def health(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = inside(page, "return (await m('queue/health.js')).health;")
    return found


def standing(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = inside(page, "return (await m('queue/standing.js')).standing;")
    return found


def noisy_photo(width: int = 700, height: int = 500) -> bytes:
    """A JPEG that no encoder makes small: some hundred kilobytes, so more than one range."""
    picture = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=95)
    return data.getvalue()


def change_acts(page: Page, body: str) -> None:
    """Change every stored act by a script: what a fault leaves behind."""
    inside(
        page,
        f"""const {{ write }} = await m("queue/database.js");
        await write(["ops"], async ({{ ops }}) => {{
          for (const op of await ops.getAll()) {{ {body} await ops.put(op); }}
        }});""",
    )


def acts(page: Page) -> list[dict[str, Any]]:
    return [dict(one) for one in queue_of(page)]


def photo_states(page: Page) -> list[str]:
    return [photo["state"] for op in acts(page) for photo in op["photos"]]


def bytes_kept(page: Page) -> int:
    """How many photos' bytes lie on the phone."""
    return len(rows_of(page, "photos"))


def until(page: Page, body: str, argument: Any = None, tries: int = 300) -> None:
    """Wait until a script with the page's modules says true, looking ten times a second."""
    for _ in range(tries):
        if inside(page, body, argument):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it never came: {body}")


def ours(code: str = "") -> dict[str, str]:
    """The header by which a phone knows its server."""
    return {"X-Fieldapp": "1", **({"Retry-After": code} if code else {})}


@contextmanager
def answers(page: Page, pattern: str, *first: dict[str, Any]) -> Iterator[list[str]]:
    """Answer the first requests to `pattern` so, then let the server; yields what was asked."""
    asked: list[str] = []
    left = list(first)

    def handle(route: Route) -> None:
        asked.append(route.request.url)
        if left:
            route.fulfill(**left.pop(0))
        else:
            route.fallback()

    page.route(pattern, handle)
    yield asked
    page.unroute(pattern, handle)
