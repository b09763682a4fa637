"""flask fieldapp deliver: sends what waits in the outbox, for ever or once, and sweeps at night."""

import os
import signal
import threading
import time
from types import FrameType

import click
from flask import current_app

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import addressing, asking, outbox, sweeping, telling
from fieldapp.services.failures import DatabaseUnavailable
from fieldapp.services.toolbox import Toolbox

POLL_S = 2.0
#: A sweep that failed has read a part of the vault: not every two seconds anew.
_SWEEP_AGAIN_S = 600.0
#: The clocks move by days: a look now and then is enough.
_ASK_EVERY_S = 300.0


@fieldapp_commands.command("deliver")
@click.option("--once", is_flag=True, help="Send what is due now and stop.")
@click.option("--parent", type=int, hidden=True, help="Stop when this process is no longer the parent.")
def deliver(once: bool, parent: int | None) -> None:
    """Send the outbox: mails to the server, or to the mail folder."""
    tools: Toolbox = current_app.extensions["fieldapp.toolbox"]
    if once:
        telling.tell_due(tools)
        asking.run(tools)
        done = outbox.deliver_due(tools)
        say(f"{done.sent_count} sent, {done.failed_count} failed")
        return
    stopping = threading.Event()
    _stop_on_signals(stopping)
    worker, sweeps_from, asks_from = outbox.this_worker(), 0.0, 0.0
    while not stopping.is_set() and (parent is None or os.getppid() == parent):
        if time.monotonic() >= asks_from:
            _ask(tools)
            asks_from = time.monotonic() + _ASK_EVERY_S
        _round(tools, worker, stopping)
        if time.monotonic() >= sweeps_from and not _keep_house(tools):
            sweeps_from = time.monotonic() + _SWEEP_AGAIN_S
        stopping.wait(POLL_S)


def _round(tools: Toolbox, worker: str, stopping: threading.Event) -> None:
    """One look at the outbox; asked to stop, it finishes the message in its hands."""
    try:
        telling.tell_due(tools)
        for message_id in outbox.due_ids(tools):
            if stopping.is_set():
                return
            outbox.deliver_one(tools, message_id, worker)
        # Mail goes first; one address a round is within every server's rules.
        addressing.fill_in(tools, most=1)
    except DatabaseUnavailable as error:
        say(f"deliver: the database does not answer, trying again: {error}")


def _ask(tools: Toolbox) -> None:
    """Write what the clocks owe: reminders, what goes above an owner's head, the coordinator's Monday."""
    try:
        asking.run(tools)
    except DatabaseUnavailable as error:
        say(f"asking: the database does not answer, trying again: {error}")


def _keep_house(tools: Toolbox) -> bool:
    """The night's work on the photos; a fault is told here and by `doctor`, and mail goes on.

    False where it could not be brought to its end.
    """
    try:
        swept = sweeping.sweep_when_due(tools)
    except (OSError, DatabaseUnavailable) as error:
        say(f"sweep: not finished, trying again: {type(error).__name__}: {error}")
        return False
    if swept is not None and not swept.is_fine:
        say(f"sweep: {len(swept.without_file)} photos without a file, {len(swept.damaged)} files damaged")
    return True


def _stop_on_signals(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
