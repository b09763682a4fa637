"""No other site acts for a browser: the table of the origin rule, and the token of every form."""

import io
from contextvars import Context

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.visitor import Visitor
from tests.support.world import World

OURS = "http://localhost"
OTHER = "https://evil.example"


def send(browser: Visitor, headers: dict[str, str], token: str | None = None) -> TestResponse:
    """A form as the browser sends it, with these headers and no others."""
    fields = {"language": "fi", "next": "/", "csrf_token": browser.form_token() if token is None else token}
    response: TestResponse = Context().run(browser.client.post, "/language", data=fields, headers=headers)
    return response


@pytest.mark.parametrize(
    ("site", "origin", "has_session", "goes_on"),
    [
        ("same-origin", None, True, True),
        ("same-origin", OTHER, True, True),
        ("none", None, True, True),
        ("same-site", OURS, True, False),
        ("same-site", OURS, False, False),
        ("cross-site", OURS, True, False),
        ("cross-site", None, False, False),
        (None, OURS, True, True),
        (None, OURS, False, True),
        (None, OTHER, True, False),
        (None, OTHER, False, False),
        (None, "null", True, False),
        (None, "null", False, False),
        (None, None, True, False),
        (None, None, False, True),
    ],
)
def test_the_origin_rule(
    world: World, site: str | None, origin: str | None, has_session: bool, goes_on: bool
) -> None:
    browser = world.staff(world.ann) if has_session else Visitor(world.app)
    headers = {"Sec-Fetch-Site": site, "Origin": origin}
    answer = send(browser, {name: value for name, value in headers.items() if value is not None})
    assert answer.status_code == (303 if goes_on else 403)
    if not goes_on:
        assert "annan webbplats" in answer.text


def test_a_phone_without_origin_is_refused_too(world: World) -> None:
    browser, _ = world.phone()
    assert send(browser, {}).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "no.such.token"])
def test_a_form_needs_its_token(visitor: Visitor, token: str) -> None:
    answer = send(visitor, {"Sec-Fetch-Site": "same-origin"}, token)
    assert answer.status_code == 403
    assert "för gammal" in answer.text


def test_a_token_belongs_to_the_browser_it_was_made_for(world: World) -> None:
    strangers = Visitor(world.app).form_token()
    ann = world.staff(world.ann)
    assert send(ann, {"Sec-Fetch-Site": "same-origin"}, strangers).status_code == 403
    lenas = world.staff(world.lena).form_token()
    assert send(ann, {"Sec-Fetch-Site": "same-origin"}, lenas).status_code == 403


class Untouched(io.BytesIO):
    """The body of an upload, which tells whether anybody began to read it."""

    is_read = False

    def read(self, size: int | None = -1) -> bytes:
        self.is_read = True
        return super().read(size)


@pytest.mark.parametrize("who", ["stranger", "crew"])
def test_the_upload_of_whoever_may_not_send_it_is_not_even_read(world: World, who: str) -> None:
    browser = Visitor(world.app) if who == "stranger" else world.staff(world.cem)
    body = Untouched(b"--x\r\n" + bytes(100_000))
    answer = Context().run(
        browser.client.post,
        f"/walks/{world.walk_id}/rescue",
        input_stream=body,
        headers={"Sec-Fetch-Site": "same-origin"},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == (401 if who == "stranger" else 403)
    assert not body.is_read


def test_nothing_but_reading_is_done_by_get(app: Flask, world: World) -> None:
    """Addresses that act take POST alone."""
    acting = ("/sign-out", "/language", "/account/sign-out-everywhere")
    browser = world.staff(world.ann)
    for path in acting:
        assert browser.request("GET", path).status_code == 405, path
    assert browser.get("/account").status_code == 200, "still signed in"
