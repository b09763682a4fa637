"""The delivery is killed between sending a mail and marking it: at most one more, with the same id."""

from datetime import timedelta

import pytest
from flask import Flask

from fieldapp.notify.mail import Mail
from fieldapp.services import outbox
from fieldapp.services.toolbox import Toolbox
from fieldapp.store.db import db, unit_of_work
from fieldapp.store.outbox import OutboxMessage
from tests.crash.server.killed.processes import WAIT_S, Server
from tests.crash.server.sending import fresh
from tests.support.clock import RunningClock
from tests.support.mail_server import MailServer

HARMED = "tests.crash.server.killed.harmed"


@pytest.fixture
def posted(app: Flask, tools: Toolbox) -> None:
    now = tools.clock.now()
    with unit_of_work() as work:
        letter = Mail(to="gata@demo.invalid", subject="Lampa", text="Släckt", html="")
        outbox.post(work, "test", "test:1", letter, now, now)


def message() -> OutboxMessage:
    fresh()
    return db.session.query(OutboxMessage).one()


# Its first commit is the claim, its second the mark.
@pytest.mark.parametrize(
    ("harm", "copies"), [("after-commit:1", 1), ("before-commit:2", 2), ("after-commit:2", 1)],
    ids=["before sending", "after sending", "after the mark"],
)  # fmt: skip
def test_a_mail_is_sent_once_or_twice_with_the_same_id(
    server: Server, posted: None, app: Flask, tools: Toolbox, clock: RunningClock, harm: str, copies: int
) -> None:
    with MailServer() as mail_server:
        address = f"smtp://127.0.0.1:{mail_server.port}"
        killed = server.command(
            "deliver", "--once", app=HARMED, FIELDAPP_TEST_HARM=harm, FIELDAPP_SMTP_URL=address
        )
        assert killed.wait(WAIT_S) < 0
        assert (message().sent_at is not None) is (harm == "after-commit:2")

        second = server.command("deliver", "--once", FIELDAPP_SMTP_URL=address)
        assert second.wait(WAIT_S) == 0
        early = len(mail_server.messages)
        # Nobody takes over from one that may still be at it.
        assert early == (0 if harm == "after-commit:1" else 1)
        give_up_the_claim()
        last = server.command("deliver", "--once", FIELDAPP_SMTP_URL=address)
        assert last.wait(WAIT_S) == 0
        taken = mail_server.messages
    assert len(taken) == copies
    assert len({one["Message-ID"] for one in taken}) == 1
    assert message().sent_at is not None


def give_up_the_claim() -> None:
    """As if the time had passed after which a silent worker is taken for dead."""
    with unit_of_work():
        row = message()
        if row.claimed_at is not None:
            row.claimed_at -= outbox.CLAIM_LASTS + timedelta(seconds=1)
