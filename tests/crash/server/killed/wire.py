"""Requests over a real connection to a real server: what tests.support.sync.Phone sends through."""

import http.client
from typing import Any

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from tests.support.sync import Phone
from tests.support.visitor import Visitor, check_headers
from tests.support.world import World


class Wire(Visitor):
    """A browser whose requests go to `localhost:port`; raises `OSError` when no whole answer comes."""

    def __init__(self, app: Flask, port: int, timeout_s: float = 20.0) -> None:
        super().__init__(app)
        self.port = port
        self.timeout_s = timeout_s

    def request(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"Sec-Fetch-Site": "same-origin", **kwargs.pop("headers", {})}
        headers["Cookie"] = self.cookies()
        if "content_type" in kwargs:
            headers["Content-Type"] = kwargs.pop("content_type")
        status, found, body = self._ask(method, path, headers, kwargs.pop("data", b""))
        response = TestResponse(
            [body], status, Headers(found), Request(EnvironBuilder(path.partition("?")[0]).get_environ())
        )
        check_headers(response)
        return response

    def cookies(self) -> str:
        return "; ".join(f"{one.key}={one.value}" for one in (self.client._cookies or {}).values())

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[str, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=self.timeout_s)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return f"{answer.status} {answer.reason}", answer.getheaders(), answer.read()
        except http.client.HTTPException as error:
            raise ConnectionResetError(f"no whole answer: {error!r}") from error
        finally:
            connection.close()


def phone_over(world: World, port: int, code: str = "BRUNNA", timeout_s: float = 20.0) -> Phone:
    """A phone in a walk that talks to the server on `port`."""
    browser, actor = world.phone(code, Wire(world.app, port, timeout_s))
    return Phone(world, browser, actor)


def crew_over(world: World, port: int, timeout_s: float = 20.0) -> Phone:
    """The crew's phone of `cem`, which talks to the server on `port`."""
    signed_in = world.staff(world.cem)
    browser = Wire(world.app, port, timeout_s)
    browser.client = signed_in.client
    return Phone(world, browser, world.actor(world.cem))
