"""Every ordered pair of states at the desk and by link, for every actor: the table's arrows, none beside."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from fieldapp.domain.actors import Actor, Role
from fieldapp.domain.ids import new_id
from fieldapp.domain.ticket_status import Need, Party, TicketStatus, allowed, needs
from fieldapp.services import owner_replies
from fieldapp.services.owner_replies import Reply
from fieldapp.services.ticketing import changing, history
from fieldapp.services.ticketing.changing import TicketChange
from fieldapp.store.db import by_key, unit_of_work
from fieldapp.store.tickets import Ticket
from tests.services.arrows import WORDS, Stage, code_of, person
from tests.support.answered import Asked
from tests.support.browser import on_sqlite_only
from tests.support.world import World
from tests.web.desk_browser import at_desk

pytestmark = on_sqlite_only
S = TicketStatus
#: An act through an entrance: empty when it was taken, else the code of the refusal.
Door = Callable[[TicketChange], str]


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def service(stage: Stage, who: str) -> Door:
    found = person(stage, who)
    return lambda said: code_of(lambda: changing.change(stage.tools, found, stage.id, said, "desk"))


def form(stage: Stage, who: str) -> Door:
    browser = at_desk(stage.world, getattr(stage.world, who))
    codes = {303: "", 403: "forbidden", 422: "said again"}

    def send(said: TicketChange) -> str:
        data = {
            "to": said.to.value,
            "version": str(stage.stands().version),
            "own_words": (said.sentence or {}).get("text", ""),
            "reason": said.reason,
            "planned_for": said.planned_for,
            "answer_by": said.answer_by.isoformat() if said.answer_by else "",
            "no_photo_reason": said.no_photo_reason,
            "into": said.into,
        }
        return codes[browser.post(f"/tickets/{stage.id}", data).status_code]

    return send


def link(stage: Stage, who: str) -> Door:
    """By the token of the owner's mail, or of another owner's."""
    owner = {"its owner": stage.world.streets, "another": stage.world.housing}[who]
    token = Asked(stage.world).link(stage.id, owner_id=owner)
    return lambda said: code_of(lambda: owner_replies.answer(stage.tools, token, stage.id, Reply(said)))


def several(stage: Stage, who: str) -> Door:
    """The same page, several answered at once: what does not fit is left as it was and counted."""
    token = Asked(stage.world).link(stage.id, owner_id=stage.world.streets)

    def send(said: TicketChange) -> str:
        left: list[UUID] = []
        code = code_of(
            lambda: left.extend(owner_replies.answer_several(stage.tools, token, {stage.id: said}))
        )
        return code or ("left" if left else "")

    return send


def in_capacity(stage: Stage, who: str) -> Door:
    """Through the one function under every entrance, in a capacity that no entrance gives freely."""
    party = Party(who)
    act = history.act_of(stage.tools, Actor(Role.LEADER, new_id()))

    def send(said: TicketChange) -> None:
        with unit_of_work():
            ticket = by_key(Ticket, stage.id)
            assert ticket is not None
            changing.apply(stage.tools, ticket, said, act, party)

    return lambda said: code_of(lambda: send(said))


@dataclass(frozen=True)
class Entrance:
    """How one actor comes in, what the table lets it do there, and what it is told of all the rest."""

    door: Callable[[Stage, str], Door]
    who: str
    party: Party | None
    refused: str = "not-allowed"
    incomplete: str = "incomplete"
    merged: str = ""

    def __str__(self) -> str:
        return f"{self.door.__name__}: {self.who}"


C, OWNER, K = Party.COORDINATOR, Party.OWNER, Party.OWNER_BY_LINK
ENTRANCES = (
    Entrance(service, "ann", C),
    Entrance(service, "cem", OWNER),
    Entrance(service, "reader", K),
    *(Entrance(service, who, None, "not-found") for who in ("dora", "lena", "paul", "bea", "adam")),
    Entrance(form, "ann", C, refused="said again", incomplete="said again"),
    *(Entrance(form, who, None, "forbidden") for who in ("cem", "paul")),
    # What follows another ticket is answered there: the mail shows it no longer.
    Entrance(link, "its owner", K, merged="not-found"),
    Entrance(link, "another", None, "not-found"),
    Entrance(several, "its owner", K, refused="left", incomplete="left", merged="not-found"),
    *(Entrance(in_capacity, party, party) for party in (Party.LEADER, Party.VERDICT)),
)


@pytest.mark.parametrize("entrance", ENTRANCES, ids=str)
def test_every_arrow_is_taken_with_all_it_needs_and_nothing_else_changes_anything(
    stage: Stage, entrance: Entrance
) -> None:
    door = entrance.door(stage, entrance.who)
    for from_ in S:
        choices = allowed(from_, entrance.party) if entrance.party else ()
        refused = entrance.merged if from_ is S.MERGED and entrance.merged else entrance.refused
        stage.put(from_)
        before = stage.stands()
        for to in S:
            if to not in choices:
                assert door(stage.saying(to)) == refused, (from_, to)
                assert stage.stands() == before, (from_, to)
                continue
            for need in sorted(needs(to)):
                assert door(stage.saying(to, need)) == entrance.incomplete, (from_, to, need)
                assert stage.stands() == before, (from_, to, need)
            assert door(stage.saying(to)) == "", (from_, to)
            after = stage.stands()
            assert (after.state, after.version) == (to, before.version + 1), (from_, to)
            assert after.event_count == before.event_count + 1
            assert Need.PUBLIC_SENTENCE not in needs(to) or after.answer == WORDS
            stage.put(from_)
            before = stage.stands()
