"""flask fieldapp sweep: what it prints and what it ends with."""

import json

from flask import Flask

from fieldapp.services.toolbox import Toolbox
from tests.services.test_sweeping import kept, named, three


def test_a_sound_vault_is_swept_in_silence_about_faults(app: Flask, tools: Toolbox) -> None:
    named(tools, *three(tools))
    kept(tools, b"orphan", days=8)
    done = app.test_cli_runner().invoke(args=["fieldapp", "sweep"])
    assert done.exit_code == 0, done.output
    assert "     1  files that no photo names moved to the trash" in done.output
    assert "     0  photos WITHOUT A FILE" in done.output


def test_a_lost_photo_is_named_and_ends_with_one(app: Flask, tools: Toolbox) -> None:
    keys = three(tools)
    photo_id = named(tools, *keys)
    tools.vault.destroy(keys[0])
    runner = app.test_cli_runner()
    done = runner.invoke(args=["fieldapp", "sweep"])
    assert done.exit_code == 1
    assert "     1  photos WITHOUT A FILE" in done.output
    assert str(photo_id) in done.output
    told = runner.invoke(args=["fieldapp", "sweep", "--json"])
    found = json.loads(told.output)
    assert (told.exit_code, found["is_fine"], found["without_file"]) == (1, False, [str(photo_id)])


def test_a_vault_that_cannot_be_read_is_told_without_a_traceback(app: Flask, tools: Toolbox) -> None:
    kept(tools, b"orphan", days=8)
    (tools.vault.folder / ".lock").mkdir()
    done = app.test_cli_runner().invoke(args=["fieldapp", "sweep"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: not finished: ")
