"""Mails that lie as files because no server is set: their rows say sent, so a backup holds the files too."""

from pathlib import Path

from fieldapp.photos import durable
from fieldapp.services import outbox
from fieldapp.services.backup.linking import link_or_copy
from fieldapp.services.toolbox import Toolbox

#: Where they lie in a backup.
FOLDER = "mail"


def keep(tools: Toolbox, target: Path) -> int:
    """Put them into the folder `target` of a backup, durably; returns how many. Once written none changes."""
    found = sorted(outbox.mail_folder(tools).glob("*.eml"))
    if not found:
        return 0
    target.mkdir(mode=0o700)
    count = 0
    for file in found:
        try:
            link_or_copy(file, target / file.name)
        except FileNotFoundError:
            # Somebody sent it by hand and put it away.
            continue
        count += 1
    durable.sync_folder(target)
    return count


def put_back(tools: Toolbox, source: Path) -> int:
    """Bring those back that are not here; returns how many. What lies here stays."""
    folder, count = outbox.mail_folder(tools), 0
    for file in sorted(source.glob("*.eml")):
        if (folder / file.name).exists():
            continue
        durable.make_folder(folder)
        # Not linked: what happens to it here is nothing to the backup.
        durable.write_new(folder / file.name, file.read_bytes())
        count += 1
    if count:
        durable.sync_folder(folder)
        durable.sync_folder(folder.parent)
    return count
