"""Every route × every role: who gets in, who is refused, who must sign in first; generated, not chosen."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from fieldapp.domain.access import MAY
from fieldapp.domain.actors import Role
from fieldapp.services.capture.apply import KINDS
from tests.support.visitor import Visitor
from tests.support.world import World

#: What stands in the place of an address's variable when nobody has such a thing.
NOBODYS = {"uuid": str(uuid4()), "int": "1", "path": "x", "default": "NOTHING"}


def rules(app: Flask) -> Iterator[tuple[Rule, str, str]]:
    """Each route with one of its methods and what its view declared."""
    for rule in app.url_map.iter_rules():
        declared = getattr(app.view_functions[rule.endpoint], "fieldapp_guard", None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method, declared or ""


def address(app: Flask, rule: Rule) -> str:
    values = {}
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        values[name] = {
            "UUIDConverter": NOBODYS["uuid"],
            "IntegerConverter": NOBODYS["int"],
            "PathConverter": NOBODYS["path"],
        }.get(kind, NOBODYS["default"])
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(built)


def ask(browser: Visitor, method: str, path: str) -> int:
    if method == "GET":
        return browser.request("GET", path).status_code
    if path.startswith("/sync/"):
        return browser.request(method, path, headers={"X-Fieldapp": "1"}, json={}).status_code
    fields = {"csrf_token": browser.form_token()}
    return browser.request(method, path, data=fields).status_code


def test_every_route_declares_who_may(app: Flask) -> None:
    undeclared = [rule.rule for rule, _, declared in rules(app) if not declared]
    assert not undeclared
    unknown = {declared for _, _, declared in rules(app)} - set(MAY) - {"public"}
    assert not unknown


def test_every_action_is_some_routes_or_the_phones(app: Flask) -> None:
    by_route = {declared for _, _, declared in rules(app)}
    only_by_sync = {"sync.use", *(kind.action for kind in KINDS.values())}
    assert set(MAY) - by_route <= only_by_sync | {"observation.own", "walk.lead", "ticket.answer"}


@pytest.fixture
def browsers(world: World) -> dict[Role, Visitor]:
    """One browser for each role that can be signed in or joined."""
    people = {
        Role.COORDINATOR: world.ann,
        Role.ADMIN: world.adam,
        Role.LEADER: world.lena,
        Role.CREW: world.cem,
        Role.PARTNER: world.paul,
        Role.BOARD: world.bea,
    }
    found = {role: world.staff(person) for role, person in people.items()}
    found[Role.PARTICIPANT] = world.phone()[0]
    found[Role.ANYONE] = Visitor(world.app)
    return found


def test_every_route_lets_in_exactly_the_roles_of_the_table(
    app: Flask, browsers: dict[Role, Visitor]
) -> None:
    faults = []
    for rule, method, declared in rules(app):
        if declared == "public" or rule.endpoint.startswith("sign_in.sign_out"):
            continue
        path = address(app, rule)
        for role, browser in browsers.items():
            status = ask(browser, method, path)
            if role is Role.ANYONE:
                expected = status == 401 or (status == 303 and method == "GET")
            elif role in MAY[declared]:
                expected = status not in (401, 403, 405, 500)
            else:
                expected = status == 403
            if not expected:
                faults.append(f"{role} {method} {path}: {status}")
    assert not faults


def test_an_object_that_nobody_has_is_not_found_for_those_who_may(
    app: Flask, browsers: dict[Role, Visitor]
) -> None:
    faults = []
    for rule, method, declared in rules(app):
        if declared == "public" or not any(
            type(converter).__name__ == "UUIDConverter" for converter in rule._converters.values()
        ):
            continue
        path = address(app, rule)
        for role in MAY[declared] & browsers.keys():
            status = ask(browsers[role], method, path)
            if status != 404:
                faults.append(f"{role} {method} {path}: {status}")
    assert not faults
