"""Every route × every role: who gets in, who is refused, who must sign in first; generated, not chosen."""

from collections.abc import Iterator, Mapping
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from fieldapp.domain.access import MAY
from fieldapp.domain.actors import Role
from fieldapp.services.capture.apply import KINDS
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.participants import Participant
from tests.support.answered import Asked
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


def address(app: Flask, rule: Rule, known: Mapping[str, UUID] | None = None) -> str:
    """The route's address of the things in `known`, and of nobody's where it names others."""
    values: dict[str, object] = {}
    for name in rule.arguments:
        if name in (known or {}):
            values[name] = (known or {})[name]
            continue
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


def test_every_action_is_asked_for_at_some_door(app: Flask) -> None:
    by_route = {declared for _, _, declared in rules(app)} - {"public"}
    by_sync = {kind.action for kind in KINDS.values()}
    # Asked for inside: whose queue it is, whom a reply link lets in, what the desk adds for some.
    inside = {"sync.use", "ticket.answer", "insights.read"}
    assert set(MAY) == by_route | by_sync | inside


def secretarys_phone(world: World) -> Visitor:
    """A phone that writes for the whole walk."""
    browser, actor = world.phone()
    assert actor.id is not None
    with unit_of_work():
        phone = by_key(Participant, actor.id)
        assert phone is not None
        phone.role = Role.SECRETARY
    return browser


@pytest.fixture
def browsers(world: World) -> dict[Role, Visitor]:
    """One browser for each role that can be signed in or joined."""
    people = {
        Role.COORDINATOR: world.ann,
        Role.ADMIN: world.adam,
        Role.LEADER: world.lena,
        Role.CREW: world.cem,
        Role.SUPERVISOR: world.add_person("sam@demo.invalid", Role.SUPERVISOR, world.streets),
        Role.PARTNER: world.paul,
        Role.BOARD: world.bea,
    }
    found = {role: world.staff(person) for role, person in people.items()}
    found[Role.PARTICIPANT] = world.phone()[0]
    found[Role.SECRETARY] = secretarys_phone(world)
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


@pytest.fixture
def things(world: World) -> dict[str, UUID]:
    """A walk, a point, its photo, a ticket and a stop, by the names that addresses give them."""
    asked = Asked(world)
    point = asked.point(released_at=world.tools.clock.now())
    return {
        "walk_id": world.walk_id,
        "point_id": point,
        "photo_id": asked.photo(point),
        "ticket_id": asked.ticket(point, owner_id=world.streets),
        "stop_id": world.stop_ids()[0],
    }


def foreigners(world: World) -> dict[str, Visitor]:
    """Browsers for whom Brunna's walk and gata och park's tickets do not exist."""
    return {
        "another walk's phone": world.phone("KUNGSA")[0],
        "another walk's leader": world.phone("KUNGSALEAD")[0],
        "another owner's crew": world.staff(world.dora),
        "a partner who was not told": world.staff(world.paul),
    }


def test_what_belongs_to_others_is_not_there_for_whoever_may_do_such_things(
    app: Flask, world: World, things: dict[str, UUID]
) -> None:
    browsers, let_in = foreigners(world), 0
    for rule, method, declared in rules(app):
        if declared == "public" or not rule.arguments or not set(rule.arguments) & set(things):
            continue
        path = address(app, rule, things)
        for name, browser in browsers.items():
            status = ask(browser, method, path)
            assert status in (403, 404), f"{name} {method} {path}: {status}"
            let_in += status == 404
    assert let_in > len(browsers)


def test_a_picture_is_shown_to_its_own_walk_and_to_its_owners_crew_alone(
    world: World, things: dict[str, UUID]
) -> None:
    own = {"phone": world.phone()[0], "crew": world.staff(world.cem), "desk": world.staff(world.ann)}
    for name, browser in own.items():
        assert browser.get(f"/photos/{things['photo_id']}/small").status_code == 200, name
    for name, browser in foreigners(world).items():
        assert browser.get(f"/photos/{things['photo_id']}/small").status_code == 404, name


def test_the_changes_of_a_phone_and_of_a_crew_hold_only_their_own(
    world: World, things: dict[str, UUID]
) -> None:
    def read(browser: Visitor) -> set[str]:
        found = browser.request("GET", "/sync/changes", headers={"X-Fieldapp": "1"}).get_json()
        return {row["id"] for row in found.get("observations", []) + found.get("tickets", [])}

    ticket, point = str(things["ticket_id"]), str(things["point_id"])
    assert point in read(world.phone()[0])
    assert read(world.staff(world.cem)) == {ticket}
    for name in ("another walk's phone", "another walk's leader", "another owner's crew"):
        assert read(foreigners(world)[name]) == set()


def test_a_leaders_phone_without_an_account_opens_the_desk_of_its_own_walk(world: World) -> None:
    leader, _ = world.phone("BRUNNALEAD")
    for path in ("/desk", "/walks/", f"/walks/{world.walk_id}"):
        answer = leader.get(path)
        assert answer.status_code == 200, path
        assert "fieldapp" in answer.text
    assert leader.get(f"/walks/{world.other_walk_id}").status_code == 404
