"""Mails as they left, written out whole: headers, text, HTML and files, without what differs by chance."""

import difflib
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

from PIL import Image

from fieldapp.services import outbox
from fieldapp.services.toolbox import Toolbox

ROOT = Path(__file__).resolve().parents[2]
#: Where a mail that is not as approved is written, to be read and copied beside the test.
TO_READ = ROOT / "test-artifacts" / "mails"
_HEADERS = ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "Content-Language")


def leave(tools: Toolbox) -> list[EmailMessage]:
    """Send what is due into the folder of mails and read it back, in the order in which it was written."""
    before = set(_files(tools))
    outbox.deliver_due(tools)
    new = sorted(set(_files(tools)) - before)
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in new]


def transcript(message: EmailMessage) -> str:
    """The mail as a person and a mail program read it."""
    lines = [f"{name}: {message[name]}" for name in _HEADERS if message[name]]
    for part in message.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        lines += ["", f"--- {kind}{_file(part)}"]
        if kind.startswith("text/"):
            lines += [line.rstrip() for line in part.get_content().rstrip().splitlines()]
    return _without_chance("\n".join(lines)) + "\n"


def differences(text: str, approved: Path) -> list[str]:
    """What has changed; the new mail lies in `TO_READ`, to be read and copied over the old one."""
    known = approved.read_text(encoding="utf-8") if approved.exists() else ""
    if text != known:
        TO_READ.mkdir(parents=True, exist_ok=True)
        (TO_READ / approved.name).write_text(text, encoding="utf-8")
    return list(
        difflib.unified_diff(known.splitlines(), text.splitlines(), approved.name, "now", "", "", 1, "")
    )


def _files(tools: Toolbox) -> list[Path]:
    folder = outbox.mail_folder(tools)
    return list(folder.glob("*.eml")) if folder.is_dir() else []


def _file(part: EmailMessage) -> str:
    if part.get_content_type().startswith("text/"):
        return ""
    with Image.open(BytesIO(part.get_content())) as image:
        size = f"{image.format} {image.width}x{image.height}"
    return f" {part.get_filename()} {size} {part.get_content_disposition()} {part['Content-ID']}"


def _without_chance(text: str) -> str:
    """Tokens and ids are named in the order in which they appear."""
    text = re.sub(r"/(o|m|sign-in/link)/[\w-]{20,}", r"/\1/TOKEN", text)
    found: dict[str, str] = {}
    pattern = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
    return pattern.sub(lambda one: found.setdefault(one[0], f"ID-{len(found) + 1}"), text)
