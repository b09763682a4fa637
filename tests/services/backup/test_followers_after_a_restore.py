"""Whoever stopped the mails is not written to again by an older backup."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from fieldapp.domain.actors import Actor
from fieldapp.photos.destroyed import Destroyed
from fieldapp.services import following, forgetting, sweeping
from fieldapp.services.backup import restoring, taking
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import followers
from fieldapp.store.db import db
from fieldapp.store.outbox import OutboxMessage
from tests.support.world import World


def silent(_line: str) -> None:
    """Nobody reads what a test's backup tells."""


@pytest.fixture
def phones(world: World, tools: Toolbox) -> tuple[Actor, Actor]:
    """Two phones whose addresses were asked: their mails wait."""
    found = world.phone()[1], world.phone()[1]
    for number, phone in enumerate(found):
        following.ask(tools, phone, f"k{number}@exempel.se", "sv")
    return found


def waiting() -> list[str]:
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "follow"))
    found = [row.payload["to"] for row in rows]
    db.session.rollback()
    return found


def test_who_stopped_after_the_backup_is_erased_again_and_the_other_stays(
    phones: tuple[Actor, Actor], tools: Toolbox, tmp_path: Path
) -> None:
    stopped, stays = phones
    folder = taking.take(tools, tmp_path / "backups", silent).folder
    following.stop_for_phone(tools, stopped)
    done = restoring.restore(tools, folder, silent, replaces=True)
    assert done.erased_again == 1
    assert following.standing(stopped).state == "none"
    assert following.standing(stays).state == "asked"
    assert waiting() == ["k1@exempel.se"]
    listed = forgetting.erased_list(tools).path.read_text()
    assert "exempel" not in listed and listed.count("\n") == 1


def test_a_new_machine_learns_from_the_backup_who_stopped(
    phones: tuple[Actor, Actor], tools: Toolbox, tmp_path: Path, empty_place: Flask
) -> None:
    early = taking.take(tools, tmp_path / "backups", silent).folder
    following.stop_for_phone(tools, phones[0])
    late = taking.take(tools, tmp_path / "backups", silent).folder
    with empty_place.app_context():
        there: Toolbox = empty_place.extensions["fieldapp.toolbox"]
        restoring.restore(there, late, silent)
        assert restoring.restore(there, early, silent, replaces=True).erased_again == 1
        assert len(followers.every_id()) == 1


def test_the_night_erases_what_came_back_by_another_way(phones: tuple[Actor, Actor], tools: Toolbox) -> None:
    """A kill after the list and before the row, or a database file that was put back by hand."""
    row = followers.of_phone(phones[0].id) if phones[0].id else None
    assert row is not None
    forgetting.erased_list(tools).record([Destroyed(row.id, ())])
    db.session.rollback()
    sweeping.sweep(tools)
    assert [following.standing(phone).state for phone in phones] == ["none", "asked"]
