"""Messages that go out: one for each cause, each sent, none in the way of another."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from config import ROOT
from fieldapp.notify.mail import Mail
from fieldapp.services import outbox
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import by_key, db, unit_of_work
from fieldapp.store.outbox import OutboxMessage, dead_count, unsent_count
from tests.support.clock import HeldClock
from tests.support.mail_server import MailServer
from tests.support.world import World


def letter(to: str = "ann@demo.invalid", is_secret: bool = False) -> Mail:
    return Mail(to=to, subject="Hej", text="Länken: hemlig\n", html="<p>hemlig</p>", is_secret=is_secret)


def post(tools: Toolbox, key: str, mail: Mail | None = None, later: timedelta = timedelta()) -> UUID | None:
    now = tools.clock.now()
    with unit_of_work() as session:
        return outbox.post(session, "test", key, mail or letter(), now + later, now)


def row(message_id: UUID | None) -> OutboxMessage:
    db.session.rollback()
    db.session.expire_all()
    assert message_id is not None
    found = by_key(OutboxMessage, message_id)
    assert found is not None
    return found


def mails(tools: Toolbox) -> list[Path]:
    return sorted((tools.data_dir / "mail").glob("*.eml"))


def test_the_same_cause_twice_is_one_message(world: World, tools: Toolbox) -> None:
    first = post(tools, "ticket:1:sent")
    assert first is not None
    assert post(tools, "ticket:1:sent") is None
    assert post(tools, "ticket:2:sent") is not None
    assert outbox.deliver_due(tools) == outbox.Delivered(sent_count=2)
    assert outbox.deliver_due(tools) == outbox.Delivered()
    assert len(mails(tools)) == 2


def test_a_cause_that_is_rolled_back_sends_nothing(world: World, tools: Toolbox) -> None:
    now = tools.clock.now()
    with pytest.raises(RuntimeError), unit_of_work() as session:
        outbox.post(session, "test", "x", letter(), now, now)
        raise RuntimeError
    assert unsent_count() == 0


def test_the_municipality_is_the_sender(world: World, tools: Toolbox) -> None:
    found = post(tools, "x")
    outbox.deliver_due(tools)
    (file,) = mails(tools)
    assert file.stem == str(found)
    assert b"From: Exempelkommun <trygghet@demo.invalid>" in file.read_bytes()


def test_nothing_leaves_before_its_time(world: World, tools: Toolbox, clock: HeldClock) -> None:
    post(tools, "x", later=timedelta(minutes=5))
    assert outbox.deliver_due(tools).sent_count == 0
    clock.pass_time(minutes=5)
    assert outbox.deliver_due(tools).sent_count == 1


def test_words_that_let_somebody_in_are_forgotten_once_sent(world: World, tools: Toolbox) -> None:
    secret, plain = post(tools, "a", letter(is_secret=True)), post(tools, "b")
    outbox.deliver_due(tools)
    assert "hemlig" not in str(row(secret).payload)
    assert "hemlig" in str(row(plain).payload)
    assert all(b"hemlig" in file.read_bytes() for file in mails(tools))


def test_a_failed_message_comes_again_later_and_later_and_then_rests(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    broken = post(tools, "x", letter(is_secret=True))
    outbox.mail_folder(tools).write_text("a file where the folder should be")
    waits = []
    for number in range(1, 9):
        before = clock.now()
        assert outbox.deliver_due(tools) == outbox.Delivered(failed_count=1)
        found = row(broken)
        assert found.attempt_count == number
        waits.append(found.due_at - before)
        assert outbox.deliver_due(tools) == outbox.Delivered(), "not before its time"
        clock.moment = found.due_at
    minutes = [int(wait.total_seconds() // 60) for wait in waits]
    assert minutes == [1, 5, 30, 120, 720, 720, 720, 720]
    found = row(broken)
    assert found.dead_at is not None
    assert "Error" in found.last_error
    assert "hemlig" not in str(found.payload)
    assert (unsent_count(), dead_count()) == (0, 1)


def test_an_address_that_is_none_is_given_up_at_once(world: World, tools: Toolbox) -> None:
    broken = post(tools, "x", letter(to="nowhere at all", is_secret=True))
    assert outbox.deliver_due(tools) == outbox.Delivered(failed_count=1)
    found = row(broken)
    assert (found.attempt_count, found.dead_at is not None) == (1, True)
    assert found.last_error.startswith("BadAddress")
    assert "hemlig" not in str(found.payload)


def test_a_poisoned_row_never_blocks_the_others(world: World, tools: Toolbox) -> None:
    poisoned = post(tools, "a")
    with unit_of_work():
        found = by_key(OutboxMessage, poisoned or UUID(int=0))
        assert found is not None
        found.payload = {"nothing": "of a mail"}
    for number in range(30):
        post(tools, f"b{number}")
    sent = outbox.deliver_due(tools).sent_count + outbox.deliver_due(tools).sent_count
    assert sent == 30
    assert row(poisoned).attempt_count == 1


def test_a_message_that_kills_its_worker_again_and_again_is_given_up(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    """A claim that is never answered counts as a try."""
    deadly = post(tools, "x")
    with unit_of_work():
        found = by_key(OutboxMessage, deadly or UUID(int=0))
        assert found is not None
        found.attempt_count, found.claimed_at = outbox.TRIES_MAX, clock.now()
    clock.pass_time(minutes=11)
    assert outbox.deliver_due(tools) == outbox.Delivered()
    assert row(deadly).dead_at is not None
    assert mails(tools) == []


def test_what_let_somebody_in_is_forgotten_also_when_it_is_given_up_that_way(
    world: World, tools: Toolbox, clock: HeldClock
) -> None:
    message_id = post(tools, "secret", letter(is_secret=True))
    with unit_of_work():
        found = by_key(OutboxMessage, message_id or UUID(int=0))
        assert found is not None
        found.attempt_count = outbox.TRIES_MAX
    outbox.deliver_due(tools)
    assert row(message_id).dead_at is not None
    assert (row(message_id).payload["text"], row(message_id).payload["html"]) == ("", "")


def test_a_claim_is_another_workers_for_ten_minutes(world: World, tools: Toolbox, clock: HeldClock) -> None:
    waiting = post(tools, "x")
    with unit_of_work():
        found = by_key(OutboxMessage, waiting or UUID(int=0))
        assert found is not None
        found.claimed_at, found.claimed_by = clock.now(), "another"
    clock.pass_time(minutes=9)
    assert outbox.deliver_due(tools).sent_count == 0
    clock.pass_time(minutes=2)
    assert outbox.deliver_due(tools).sent_count == 1


def test_two_deliverers_never_send_twice(app: Flask, world: World, tools: Toolbox) -> None:
    for number in range(12):
        post(tools, f"m{number}", letter(to=f"p{number}@demo.invalid"))
    both = threading.Barrier(2)
    failures: list[BaseException] = []

    def work(tools: Toolbox) -> None:
        try:
            with app.app_context():
                both.wait(10)
                while outbox.due_ids(tools):
                    outbox.deliver_due(tools)
                db.session.remove()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    with MailServer() as server:
        by_mail = replace(tools, smtp_url=f"smtp://127.0.0.1:{server.port}")
        workers = [threading.Thread(target=work, args=(by_mail,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
    assert failures == []
    counted = Counter(message["To"] for message in server.messages)
    assert counted == Counter({f"p{number}@demo.invalid": 1 for number in range(12)})
    assert unsent_count() == 0


def test_killed_after_sending_it_sends_at_most_once_more_and_under_the_same_id(
    world: World, tools: Toolbox, clock: HeldClock, database_url: str
) -> None:
    waiting = post(tools, "x")
    with unit_of_work():
        found = by_key(OutboxMessage, waiting or UUID(int=0))
        assert found is not None
        # The child lives by the machine's clock, not by the test's.
        found.due_at = found.created_at = clock.now() - timedelta(days=900)
    with MailServer() as server:
        child = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", "fieldapp", "deliver", "--once"],
            cwd=ROOT,
            env={
                **os.environ,
                "FIELDAPP_ENV": "demo",
                "FIELDAPP_DATA_DIR": str(tools.data_dir),
                "DATABASE_URL": database_url,
                "FIELDAPP_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
                "FIELDAPP_BASE_URL": tools.base_url,
            },
        )
        server.on_message = lambda: os.kill(child.pid, signal.SIGKILL)
        assert child.wait(60) == -signal.SIGKILL
        assert len(server.messages) == 1
        assert row(waiting).sent_at is None, "the kill came before the mark"

        server.on_message = lambda: None
        claimed_at = row(waiting).claimed_at
        assert claimed_at is not None
        clock.moment = claimed_at + timedelta(minutes=11)
        by_mail = replace(tools, smtp_url=f"smtp://127.0.0.1:{server.port}")
        assert outbox.deliver_due(by_mail).sent_count == 1
        clock.pass_time(minutes=11)
        assert outbox.deliver_due(by_mail) == outbox.Delivered()
    first, second = server.messages
    assert first["Message-ID"] == second["Message-ID"]
