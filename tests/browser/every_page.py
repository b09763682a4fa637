"""Every page that a person can open in the demo, by who opens it: one list for whatever is asked of all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import Flask, url_for

from fieldapp.domain import ids
from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.ticket_status import TicketStatus
from fieldapp.domain.walk_status import WalkStatus
from fieldapp.services import crew_phones, demo, settings, sign_in
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import owners, people, tickets, walks
from fieldapp.store.walks import Walk

ANYONE = "anyone"
PHONE = "phone"
COORDINATOR = Actor(Role.COORDINATOR)
ADMIN = Actor(Role.ADMIN)

#: Unsent, waiting, promised, mended and refused: what a ticket's page looks like differs most between these.
SHOWN_STATES = (
    TicketStatus.NEW,
    TicketStatus.SENT,
    TicketStatus.PLANNED,
    TicketStatus.CONFIRMED,
    TicketStatus.DECLINED,
)
#: What answers GET with something else than a page of its own, and why it is not in the list.
NOT_PAGES = {
    "capture.words": "data",
    "sync.fetch_changes": "data",
    "sync.say_hello": "data",
    "health.live": "data",
    "health.ready": "data",
    "pwa.manifest": "data",
    "pwa.worker": "a script",
    "static_file": "a file",
    "favicon": "a picture",
    "photos.show": "a picture",
    "basemap.archive": "a file",
    "cards.photo": "a picture",
    "owner_reply.photo": "a picture",
    "owner_reply.map_svg": "a picture",
    "public_walks.photo": "a picture",
    "public_walks.map_svg": "a picture",
    "protocol.pdf": "a document, with tests of its own",
    "walk_cards.pdf": "a document, with tests of its own",
    "follow_api.show": "data",
    "walks.invitation": "a calendar file",
    "owners.export": "a table",
    "areas.export": "data",
    "join.find": "leads on to the walk behind the code",
}


@dataclass(frozen=True)
class Place:
    """One page: whose it is, where, and what to tap there before looking (`opened`)."""

    who: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    anchor: str = ""

    def path(self, app: Flask) -> str:
        with app.test_request_context():
            return url_for(self.endpoint, **self.values, _anchor=self.anchor or None)


def not_listed(app: Flask, listed: Iterable[Place]) -> set[str]:
    """Endpoints that answer GET and stand neither in the list nor among the exceptions."""
    known = {place.endpoint for place in listed} | set(NOT_PAGES)
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())} - known


def every_page(tools: Toolbox) -> list[Place]:
    """All of them, with what the demo holds; some pages several times, in different states."""
    by_state: dict[WalkStatus, Walk] = {walk.state: walk for walk in walks.list_for(COORDINATOR)}
    return [
        *_of_anyone(tools),
        *_of_phones(),
        *_of_coordinator(by_state),
        *_of_settings(),
        *_of_others(by_state),
        *_of_supervisor(tools),
    ]


def _of_anyone(tools: Toolbox) -> list[Place]:
    links = {name: url.rsplit("/", 1)[1] for name, url in demo.links(tools).items() if name.endswith("_url")}
    person = people.person_by_email("crew@demo.invalid")
    assert person is not None
    reset = sign_in.post_reset(tools, person.id)
    return [
        Place(ANYONE, "public.home"),
        Place(ANYONE, "public.accessibility"),
        Place(ANYONE, "public.privacy"),
        Place(ANYONE, "public.your_phone"),
        Place(ANYONE, "join.show", {"code": links["join_url"]}),
        Place(ANYONE, "join.show", {"code": "INGENSTANS"}, 404),
        Place(ANYONE, "sign_in.show"),
        Place(ANYONE, "sign_in.forgotten"),
        Place(ANYONE, "sign_in.link", {"token": reset}),
        Place(ANYONE, "sign_in.link", {"token": "gammal"}, 404),
        Place(ANYONE, "demo.show", {"role": "coordinator"}),
        Place(ANYONE, "cards.find"),
        Place(ANYONE, "cards.show", {"code": links["card_url"]}),
        Place(ANYONE, "cards.show", {"code": "INGENSTANS"}, 404),
        Place(ANYONE, "public_walks.show", {"number": links["public_url"]}),
        Place(ANYONE, "public_walks.show", {"number": "ALM-1900-1"}, 404),
        Place(ANYONE, "following.show", {"token": "gammal"}, 404),
        Place(ANYONE, "following.ask_to_stop", {"token": "gammal"}, 404),
        Place(ANYONE, "owner_reply.show", {"token": links["owner_reply_url"]}),
        Place(ANYONE, "owner_reply.show", {"token": links["owner_reply_url"], "list": 1}),
        Place(ANYONE, "owner_reply.several", _two_of(links["owner_reply_url"])),
        Place(ANYONE, "owner_reply.show", {"token": "gammal"}, 404),
        Place(ANYONE, "capture.shell"),
    ]


def _two_of(token: str) -> dict[str, Any]:
    """The page of one answer for two points of that mail."""
    link = tickets.link_by_fingerprint(ids.fingerprint(token))
    return {"token": token, "item": link.ticket_ids[:2] if link is not None else []}


def _of_phones() -> list[Place]:
    tabs = [Place(PHONE, "capture.shell", anchor=tab) for tab in ("logga", "mina", "alla", "trygghet")]
    return [*tabs, Place(PHONE, "capture.leave")]


def _of_coordinator(by_state: dict[WalkStatus, Walk]) -> list[Place]:
    here = Role.COORDINATOR
    of_walk = [
        Place(here, endpoint, {"walk_id": walk.id})
        for state, walk in by_state.items()
        if state in (WalkStatus.PLANNED, WalkStatus.OPEN, WalkStatus.SEALED)
        for endpoint in ("walks.show", "protocol.show")
    ]
    open_walk = {"walk_id": by_state[WalkStatus.OPEN].id}
    review = {"walk_id": by_state[WalkStatus.REVIEW].id}
    by_ticket_state = {ticket.state: ticket.id for ticket in tickets.list_for(COORDINATOR, limit=500)}
    return [
        Place(here, "desk.home"),
        Place(here, "walks.overview"),
        Place(here, "walks.new"),
        *of_walk,
        Place(here, "walks.facts", open_walk),
        Place(here, "walks.route", open_walk),
        Place(here, "walks.present", open_walk),
        Place(here, "rescue.show", open_walk),
        Place(here, "walk_cards.show", open_walk),
        Place(here, "review.overview"),
        Place(here, "review.walk", review),
        Place(here, "review.walk", {**review, "place": "1"}),
        Place(here, "review.ready", review),
        Place(here, "tickets.overview"),
        Place(here, "tickets.late"),
        *[Place(here, "tickets.show", {"ticket_id": by_ticket_state[one]}) for one in SHOWN_STATES],
        Place(here, "settings.overview"),
        Place(here, "owners.overview"),
        Place(here, "sign_in.account"),
        Place(here, "tickets.show", {"ticket_id": UUID(int=1)}, 404),
    ]


def _of_settings() -> list[Place]:
    here = Role.ADMIN
    owner, area, rule = owners.all_owners()[0].id, owners.all_areas()[0].id, owners.all_rules()[0].id
    people_there = [Place(here, "people.show", {"person_id": one.id}) for one in people.list_for(ADMIN)[:2]]
    return [
        Place(here, "desk.home"),
        Place(here, "settings.overview"),
        Place(here, "settings.municipality"),
        Place(here, "settings.categories"),
        Place(here, "settings.category", {"code": settings.all_categories(ADMIN)[0].category.code}),
        Place(here, "rules.tester"),
        Place(here, "rules.tester", {"what": "BEL", "lat": "59.5028", "lon": "17.7431"}),
        Place(here, "owners.overview"),
        Place(here, "owners.new"),
        Place(here, "owners.edit", {"owner_id": owner}),
        Place(here, "areas.overview"),
        Place(here, "areas.show", {"area_id": area}),
        Place(here, "areas.new"),
        Place(here, "rules.overview"),
        Place(here, "rules.new"),
        Place(here, "rules.edit", {"rule_id": rule}),
        Place(here, "library.overview"),
        Place(here, "library.overview", {"outcome": "declined"}),
        Place(here, "library.new", {"outcome": "planned"}),
        Place(here, "library.new", {"instead_of": "declined.cost"}),
        Place(here, "people.overview"),
        *people_there,
    ]


def _of_others(by_state: dict[WalkStatus, Walk]) -> list[Place]:
    theirs = tickets.list_for(Actor(Role.PARTNER), limit=1)
    crew = people.person_by_email("crew@demo.invalid")
    assert crew is not None
    [of_crew] = tickets.list_for(sign_in.actor_of(crew), [TicketStatus.ACCEPTED, TicketStatus.SENT], limit=1)
    return [
        Place(Role.LEADER, "desk.home"),
        Place(Role.LEADER, "walks.show", {"walk_id": by_state[WalkStatus.OPEN].id}),
        Place(Role.PARTNER, "desk.home"),
        Place(Role.PARTNER, "tickets.overview"),
        *[Place(Role.PARTNER, "tickets.show", {"ticket_id": one.id}) for one in theirs],
        Place(Role.BOARD, "desk.home"),
        Place(Role.BOARD, "review.overview", status=403),
        Place(Role.CREW, "crew.shell"),
        Place(Role.CREW, "crew.ticket", {"ticket_id": of_crew.id}),
    ]


def _of_supervisor(tools: Toolbox) -> list[Place]:
    """Her pages, and the page behind a code that she shows."""
    here, person = Role.SUPERVISOR, people.person_by_email("supervisor@demo.invalid")
    assert person is not None
    lead = sign_in.actor_of(person)
    [ticket] = tickets.list_for(lead, limit=1)
    known = {"phone_id": crew_phones.phones(tools, lead)[0].id}
    added = {"phone_id": crew_phones.add(tools, lead, "Bil 9")}
    code = crew_phones.phone(tools, lead, added["phone_id"]).code
    assert code is not None
    return [
        Place(here, "supervisor.overview"),
        Place(here, "supervisor.overview", {"who": "", "age": "older"}),
        Place(here, "supervisor.ticket", {"ticket_id": ticket.id}),
        Place(here, "supervisor.paper"),
        Place(here, "crew_phones.overview"),
        Place(here, "crew_phones.show", known),
        Place(here, "crew_phones.show", added),
        Place(ANYONE, "enrol.show", {"token": code.token}),
        Place(ANYONE, "enrol.show", {"token": "gammal"}, 404),
    ]
