"""The scripts' own rules, asked in the browser that will run them: ids, hashes, holds, words."""

import hashlib
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPhone
from tests.support.browser import on_sqlite_only

pytestmark = on_sqlite_only
NOW = 1_800_000_000_000


@pytest.fixture
def page(open_phone: OpenPhone) -> Page:
    return open_phone("/walk", code=None)


def ask(page: Page, module: str, expression: str) -> Any:
    """What `expression` gives, with the module's exports as `it`."""
    return page.evaluate(
        f"""async () => {{
          const script = document.querySelector("script[type=module]").src;
          const it = await import(new URL("../{module}.js", script).href);
          return {expression};
        }}"""
    )


def test_ids_only_grow_also_when_the_clock_is_set_back(page: Page) -> None:
    ids = ask(
        page,
        "lib/ids",
        """(() => {
          const real = Date.now;
          const first = Array.from({ length: 5000 }, () => it.newId());
          Date.now = () => real() - 3600_000;
          const second = Array.from({ length: 10 }, () => it.newId());
          Date.now = real;
          return [...first, ...second];
        })()""",
    )

    assert ids == sorted(set(ids))
    assert all(one[14] == "7" and one[19] in "89ab" for one in ids)


def test_a_hash_is_the_one_that_the_server_counts(page: Page) -> None:
    data = b"en bild"

    found = ask(page, "lib/hash", "await it.sha256(new TextEncoder().encode('en bild').buffer)")

    assert found == hashlib.sha256(data).hexdigest()
    assert ask(page, "lib/hash", "it.reprDigest('00ff')") == "sha-256=:AP8=:"


@pytest.mark.parametrize(
    ("settles_at", "photo", "tried", "final"),
    [
        pytest.param(0, None, False, True, id="nothing to wait for"),
        pytest.param(NOW + 5_000, None, False, False, id="the position may get better"),
        pytest.param(NOW - 1, None, False, True, id="twenty seconds have gone"),
        pytest.param(0, "raw", False, False, id="the photo is not made small yet"),
        pytest.param(0, "ready", False, True, id="the photo is final"),
        pytest.param(NOW + 5_000, None, True, True, id="it may have left already"),
        pytest.param(NOW + 86_400_000, None, False, True, id="the clock was set back"),
    ],
)
def test_an_act_is_final_before_it_leaves(
    page: Page, settles_at: int, photo: str | None, tried: bool, final: bool
) -> None:
    photos = f"[{{ state: '{photo}' }}]" if photo else "[]"
    act = f"{{ settles_at: {settles_at}, tried: {str(tried).lower()}, photos: {photos} }}"

    assert ask(page, "queue/hold", f"it.isFinal({act}, {NOW})") is final


@pytest.mark.parametrize(
    ("state", "leaves_at", "leaves"),
    [
        ("ready", NOW - 1, True),
        ("ready", NOW + 1, False),
        ("raw", NOW - 1, False),
        ("dropped", NOW - 1, False),
    ],
)
def test_a_photo_leaves_half_a_minute_after_it_was_taken(
    page: Page, state: str, leaves_at: int, leaves: bool
) -> None:
    photo = f"{{ state: '{state}', leaves_at: {leaves_at} }}"

    assert ask(page, "queue/hold", f"it.mayLeave({photo}, {NOW})") is leaves


def test_words_take_their_values_and_count(page: Page) -> None:
    assert ask(page, "lib/messages", "it._('Läge ±{metres} m', { metres: 9 })") == "Läge ±9 m"
    assert ask(page, "lib/messages", "it.ngettext('{count} bild', '{count} bilder', 2)") == "2 bilder"


def test_text_is_never_markup(page: Page) -> None:
    found = ask(page, "lib/dom", "it.el('p', { lang: 'sv' }, '<b>x</b>', null, 7).outerHTML")

    assert found == '<p lang="sv">&lt;b&gt;x&lt;/b&gt;7</p>'


def test_metres_north_and_east_are_metres(page: Page) -> None:
    found = ask(page, "lib/metres", "it.moved({ lat: 59.5, lon: 17.7 }, { north: 100, east: 100 })")

    assert found["lat"] - 59.5 == pytest.approx(100 / 111_320)
    assert (found["lon"] - 17.7) * 111_320 * 0.5075 == pytest.approx(100, rel=0.001)
