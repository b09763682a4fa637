"""A browser for tests over HTTP: it sends what browsers send, and checks every page it gets."""

import re
from contextvars import Context
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldapp.web.headers import ALWAYS, PAGE_POLICY


class Visitor:
    """GET and POST with the headers of a real browser; forms get their token by themselves."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def request(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        """One request as a server meets it: in a context of its own, with nothing of the test's."""
        headers = {"Sec-Fetch-Site": "same-origin", **kwargs.pop("headers", {})}
        response: TestResponse = Context().run(
            self.client.open, path, method=method, headers=headers, buffered=True, **kwargs
        )
        check_headers(response)
        return response

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        response = self.request("GET", path, **kwargs)
        if response.mimetype == "text/html":
            check_page(response.text, path)
        return response

    def post(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        fields = {**(data or {}), "csrf_token": self.form_token()}
        return self.request("POST", path, data=fields, **kwargs)

    def form_token(self) -> str:
        """The token that a form on any page would carry for this browser."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.request("GET", "/").text)
        assert found is not None, "the first page has a form"
        return found[1]

    def hold(self, name: str, token: str) -> None:
        """Put a cookie in the browser."""
        self.client.set_cookie(name, token, domain="localhost")

    def held(self, name: str) -> str:
        """The cookie that the browser holds."""
        found = self.client.get_cookie(name)
        assert found is not None, f"no cookie {name}"
        return found.value


def check_headers(response: TestResponse) -> None:
    for name, value in ALWAYS.items():
        assert response.headers.get(name) == value, f"{name} on {response.request.path}"
    policy = response.headers["Content-Security-Policy"]
    if response.mimetype == "text/html":
        assert policy == PAGE_POLICY
    assert "unsafe" not in policy
    assert "Access-Control-Allow-Origin" not in response.headers
    if (response.mimetype or "").startswith("text/"):
        assert "charset" in response.headers["Content-Type"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.html: dict[str, str | None] = {}
        self.inside_label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        if tag == "html":
            self.html = found
        if found.get("id"):
            self.ids.append(str(found["id"]))
        self._check_safe(tag, found)
        if tag == "label":
            self.inside_label += 1
            self.labelled.add(found.get("for") or "")
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "submit"):
            self.controls.append({**found, "wrapped": "yes" if self.inside_label else None})

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.inside_label -= 1

    def _check_safe(self, tag: str, found: dict[str, str | None]) -> None:
        if "style" in found or any(name.startswith("on") for name in found):
            self.faults.append(f"inline style or handler on <{tag}>")
        if tag == "script" and "src" not in found:
            self.faults.append("inline script")
        if tag == "img" and "alt" not in found:
            self.faults.append(f"picture without alt: {found.get('src')}")
        if tag == "form" and not found.get("action") and found.get("method"):
            self.faults.append("form without action")
        for name in ("src", "action"):
            if (found.get(name) or "").startswith(("http:", "https:", "//")):
                self.faults.append(f"third party: {found[name]}")


def check_page(html: str, path: str) -> None:
    """What every page must have, whoever made it."""
    page = _Page()
    page.feed(html)
    faults = page.faults
    if page.html.get("lang") not in ("sv", "fi", "en"):
        faults.append("no language")
    if not re.search(r"<title>[^<]*\S[^<]*</title>", html):
        faults.append("no title")
    if page.tags.count("h1") != 1:
        faults.append(f"{page.tags.count('h1')} h1")
    if page.tags.count("main") != 1:
        faults.append(f"{page.tags.count('main')} main")
    twice = {name for name in page.ids if page.ids.count(name) > 1}
    if twice:
        faults.append(f"ids twice: {twice}")
    for control in page.controls:
        named = control.get("aria-label") or control.get("aria-labelledby") or control["wrapped"]
        if not named and control.get("id") not in page.labelled:
            faults.append(f"control without label: {control.get('name') or control.get('id')}")
    assert not faults, f"{path}: {faults}"
