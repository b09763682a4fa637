"""All mails beside the owner's own, in three languages, against what was read and approved.

As in `test_mails_as_approved.py`: what has changed lies in test-artifacts/mails/, to be read and copied.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fieldapp.domain.actors import Role
from fieldapp.domain.observation_status import ObservationStatus as O
from fieldapp.domain.ticket_status import TicketStatus as S
from fieldapp.services import asking, asking_mails, following, people, telling
from fieldapp.services.review import thanks
from fieldapp.services.routing import Town
from fieldapp.services.ticketing import informing
from fieldapp.services.ticketing.changing import TicketChange, change
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.municipality import the_municipality
from fieldapp.store.observations import Observation
from fieldapp.store.owners import Owner
from fieldapp.store.people import Person
from fieldapp.store.tickets import Ticket
from fieldapp.store.walks import Walk
from fieldapp.translations import LANGUAGES
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.clock import HeldClock
from tests.support.letters import ROOT, differences, leave, transcript
from tests.support.world import World

APPROVED = Path(__file__).parent / "approved"
TEMPLATES = ROOT / "templates" / "email"
#: Where the name of an approved file is not the template's, with a variant behind a hyphen.
TEMPLATE_OF = {
    "owner-many": "tickets",
    "owner-one": "tickets",
    "owner-crew": "tickets",
    "owner-new-link": "owner_link",
}
HERE = (
    "reminder",
    "reminder-crew",
    "escalation",
    "escalated",
    "weekly",
    "informed",
    "danger",
    "danger-nobody",
    "thanks",
    "follow_confirm",
    "follow_news",
    "invite",
    "reset",
)


def test_every_mail_has_an_approved_file_in_each_language_and_no_file_is_left_over() -> None:
    parts = {
        name
        for file in TEMPLATES.iterdir()
        for name in re.findall(r'{% (?:extends|include|from) "(\w+)\.\w+"', file.read_text(encoding="utf-8"))
    }
    mails = {file.stem for file in TEMPLATES.iterdir()} - parts
    names = {*TEMPLATE_OF, *HERE}
    assert {TEMPLATE_OF.get(name, name.partition("-")[0]) for name in names} == mails
    wanted = {f"{name}.{language}.txt" for name in names for language in LANGUAGES}
    assert {file.name for file in APPROVED.iterdir()} == wanted


@on_sqlite_only
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mails_of_the_clocks_the_desk_and_the_followers_read_as_approved(
    language: str, world: World, tools: Toolbox, clock: HeldClock
) -> None:
    asked = Asked(world)
    with unit_of_work():
        town = the_municipality()
        town.name, town.contact_email = "Upplands-Bro kommun", "trygg@kommun.example"
        town.contact_phone = "08-123 45 67"
    for owner in (world.streets, world.housing):
        asked.change(Owner, owner, language=language, phone="08-765 43 21")
    asked.change(Owner, world.housing, head_name="Maj Lind", head_email="maj@demo.invalid")
    asked.change(Person, world.ann, language=language)
    found = dict(_to_followers(asked, clock, language))
    found |= dict(_to_staff(world, tools, language))
    found |= dict(_of_the_walk(asked, language))
    found |= _of_the_clocks(asked, clock)
    assert set(found) == set(HERE)
    wrong = []
    for name, message in found.items():
        assert message["Content-Language"] == language
        wrong += differences(transcript(message), APPROVED / f"{name}.{language}.txt")
    assert wrong == []


def _to_followers(asked: Asked, clock: HeldClock, language: str) -> Iterator[tuple[str, EmailMessage]]:
    """The question, then the news of an answer, of something done and of a sensitive point."""
    tools, world = asked.tools, asked.world
    _, phone = world.phone()
    following.ask(tools, phone, "karin@exempel.se", language)
    (question,) = leave(tools)
    yield "follow_confirm", question
    token = re.search(r"/m/([\w-]+)", question.as_string().replace("=\n", ""))
    assert token is not None
    following.confirm(tools, token[1])
    crew = world.actor(world.cem)
    planned = TicketChange(to=S.PLANNED, sentence={"template": "planned.general"}, planned_for="2026-W46")
    done = TicketChange(to=S.DONE, sentence={"template": "done.bench"}, no_photo_reason="Ingen bild")
    for columns, wanted in (({}, planned), ({"place": ""}, done), ({"is_sensitive": True}, planned)):
        point = asked.point(participant_id=phone.id, **columns)
        change(tools, crew, asked.ticket(point, owner_id=world.streets), wanted, "phone")
    clock.pass_time(hours=1)
    telling.tell_due(tools)
    (news,) = leave(tools)
    yield "follow_news", news


def _to_staff(world: World, tools: Toolbox, language: str) -> Iterator[tuple[str, EmailMessage]]:
    people.invite(tools, world.actor(world.adam), "eva@demo.invalid", Role.LEADER, language=language)
    (invitation,) = leave(tools)
    yield "invite", invitation
    people.reset(tools, "ann@demo.invalid")
    (reset,) = leave(tools)
    yield "reset", reset


def _of_the_walk(asked: Asked, language: str) -> Iterator[tuple[str, EmailMessage]]:
    """What is sent once: what concerns the police, what is dangerous and reaches nobody, and the thanks."""
    tools, world = asked.tools, asked.world
    police = world.add_owner("polis", "PO", "Kommunpolisen")
    nobody = world.add_owner("skog", "SK", "Skogsbolaget")
    asked.change(Owner, police, language=language)
    asked.change(Owner, nobody, email="", phone="08-111 22 33")
    heard = asked.ticket(asked.point(category="KLO", subcategory="KLO4"))
    fresh: dict[str, Any] = {"severity": "akut", "reviewed_at": None, "public_text": ""}
    fresh["place"] = "Parkvägen 3"
    tree = asked.ticket(asked.point(category="VAX", subcategory="VAX5", **fresh), owner_id=nobody)
    asked.change(Ticket, heard, informed=["PO"])
    with unit_of_work():
        informing.tell(tools, _tickets(heard), asked.now)
    (informed,) = leave(tools)
    yield "informed", informed
    for name in ("danger", "danger-nobody"):
        with unit_of_work():
            (ticket,) = _tickets(tree)
            asking_mails.tell_of_danger(tools, ticket, asked.now)
        (danger,) = leave(tools)
        yield name, danger
        tree = asked.ticket(asked.point(category="VAX", subcategory="VAX5", **fresh))
        asked.change(Ticket, tree, owner_id=None, owner=None)
    praise: dict[str, Any] = {"category": "POS", "subcategory": "POS3", "owner_hint": "bostad"}
    liked = [
        asked.point(state=O.PRAISE, public_text="Skön gård med mycket ljus.", **praise),
        asked.point(state=O.PRAISE, is_sensitive=True, place="", **praise),
    ]
    with unit_of_work():
        walk = by_key(Walk, world.walk_id)
        assert walk is not None
        points = [row for one in liked if (row := by_key(Observation, one)) is not None]
        thanks.write(tools, walk, points, Town(), asked.now)
    (thank,) = leave(tools)
    yield "thanks", thank


def _of_the_clocks(asked: Asked, clock: HeldClock) -> dict[str, EmailMessage]:
    """The Monday after the last day: two owners are silent, one has a head, and one promise has passed."""
    world = asked.world
    lamp = asked.point(category="BEL", subcategory="BEL1", public_text="Valaisin ei pala.", public_lang="fi")
    silent = [
        asked.ticket(asked.point()),
        asked.ticket(asked.point(walk_id=world.other_walk_id, place="")),
        asked.ticket(lamp, owner_id=world.streets),
    ]
    for ticket in silent:
        asked.change(Ticket, ticket, asked_count=2)
    promised = asked.ticket(asked.point())
    asked.change(
        Ticket,
        promised,
        state=S.PLANNED,
        answered_at=asked.now,
        first_answered_at=asked.now,
        due_on=date(2026, 10, 20),
    )
    clock.moment = datetime(2026, 10, 26, 7, 15, tzinfo=UTC)
    asking.run(asked.tools)
    to: dict[str, list[EmailMessage]] = {}
    for message in leave(asked.tools):
        to.setdefault(message["To"].addresses[0].username, []).append(message)
    (reminder,), (crew,), (escalation,) = to["bostad"], to["gata-park"], to["maj"]
    escalated, weekly = to["ann"]
    return {
        "reminder": reminder,
        "reminder-crew": crew,
        "escalation": escalation,
        "escalated": escalated,
        "weekly": weekly,
    }


def _tickets(*ids: UUID) -> list[Ticket]:
    return [row for one in ids if (row := by_key(Ticket, one)) is not None]
