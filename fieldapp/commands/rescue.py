"""flask fieldapp rescue import FILE: a phone's exported queue; twice is harmless."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from fieldapp.commands.group import fieldapp_commands, say
from fieldapp.services import rescue
from fieldapp.services.rescue import QueueFault, Report

_FAULTS = {
    "not-a-queue": "this is not a queue that a phone has saved",
    "cut-short": "the file ends before its list of acts does",
    "unknown-phone": "the phone or person whose queue it is does not exist here",
    "update-needed": "the file is of another version than this installation takes",
    "too-large": "the file is larger than any phone's",
    "too-dense": "the file is larger than any phone's",
}
_TELL_EVERY = 20

rescue_commands = AppGroup("rescue", help="What a phone could not send itself.")
fieldapp_commands.add_command(rescue_commands)


@rescue_commands.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_queue(file: Path) -> None:
    """A ZIP that a phone saved: its acts and photos, as if it had sent them. Twice is harmless."""
    if file.stat().st_size > rescue.FILE_MAX_BYTES:
        raise click.ClickException(_FAULTS["too-large"])
    tools = current_app.extensions["fieldapp.toolbox"]
    try:
        with file.open("rb") as source:
            report = rescue.bring(tools, source.read, rescue.sender_of, tell=_tell)
    except QueueFault as error:
        raise click.ClickException(f"{_FAULTS.get(error.code, error.code)}; nothing was taken") from error
    for line in in_words(report):
        say(line)
    if not report.is_whole:
        raise click.ClickException(f"stopped: {report.stopped}; what came in is stored, import it again")


def in_words(report: Report) -> list[str]:
    """What came in, and what did not and why."""
    lines = [
        f"{report.taken_acts} of {report.acts_count} acts are here ({report.known_acts} were already)",
        f"{report.stored_photos} of {report.photos_count} photos are here",
    ]
    lines += [f"refused: act {one.id}: {one.code} {one.field or ''}".rstrip() for one in report.refused]
    lines += [
        f"not stored: {count} photos: {code}" for code, count in report.photos.items() if code != "stored"
    ]
    return lines


def _tell(what: str, done: int, of: int) -> None:
    if done % _TELL_EVERY == 0 or done == of:
        say(f"{what} {done} of {of}")
