"""A phone's queue that comes as a file: the same acts and photos by the same ways, so twice is harmless."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from fieldapp.domain import access, queue_file
from fieldapp.domain.actors import Actor
from fieldapp.domain.commands import PhotoIn
from fieldapp.domain.errors import DomainError, TooManyTries
from fieldapp.domain.queue_file import FILE_MAX_BYTES, QUEUE, QUEUE_MAX_BYTES, QueueFault, QueueFile
from fieldapp.photos.limits import RANGE_MAX_BYTES, UPLOAD_MAX_BYTES
from fieldapp.services import crew_phones, phones, photo_upload, rescue_zip, sign_in
from fieldapp.services.capture import apply, clocks
from fieldapp.services.capture.act import Result
from fieldapp.services.capture.apply import Answer
from fieldapp.services.failures import DatabaseUnavailable, StorageFull, VaultUnavailable
from fieldapp.services.photo_upload import DecoderBusy, Received, UploadInUse
from fieldapp.services.rescue_zip import CutShort, Damaged, Entry
from fieldapp.services.toolbox import Toolbox
from fieldapp.store import photos
from fieldapp.store.crew_phones import CrewPhone
from fieldapp.store.db import by_key
from fieldapp.store.participants import Participant
from fieldapp.store.people import Person
from fieldapp.store.photos import PhotoState

__all__ = ["FILE_MAX_BYTES", "QueueFault", "QueueFile", "Report", "bring", "sender_of"]

log = logging.getLogger("fieldapp.rescue")
Read = Callable[[int], bytes]
Allow = Callable[[QueueFile], Actor]
Tell = Callable[[str, int, int], None]
Begin = Callable[[Actor, UUID], None]

#: Entries beside the announced: folders that a computer packed along are refused by name, not by number.
_ENTRIES_BESIDE = 16
_BUSY_TRIES = 8
_BUSY_WAIT_S = 1.0
_MACHINE = (DatabaseUnavailable, StorageFull, VaultUnavailable)


@dataclass
class Report:
    """What came in. `stopped` is why the rest did not: `cut-short`, `damaged`, … or the server's own trouble.

    `photos` counts what became of each photo in the file: `stored` or the code of its refusal.
    A crew's file (`is_of_crew`) is about tickets, of any walk.
    """

    acts_count: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    refused: list[Answer] = field(default_factory=list)
    photos_count: int = 0
    photos: Counter[str] = field(default_factory=Counter)
    stopped: str = ""
    is_ours: bool = False
    is_of_crew: bool = False

    @property
    def taken_acts(self) -> int:
        """Acts that are on the server, now or since earlier."""
        return self.acts.total() - self.acts[Result.REJECTED]

    @property
    def known_acts(self) -> int:
        return self.acts[Result.DUPLICATE]

    @property
    def stored_photos(self) -> int:
        return self.photos["stored"]

    @property
    def is_whole(self) -> bool:
        """Everything in the file was read and judged."""
        return not self.stopped


def bring(
    tools: Toolbox,
    read: Read,
    allow: Allow,
    *,
    brought_by: Actor | None = None,
    tell: Tell | None = None,
    begin: Begin | None = None,
) -> Report:
    """Take in the queue that `read` gives byte by byte; `allow` says whose it is, or refuses.

    Raises `QueueFault` or what `allow` raises before anything is taken. `tell` hears of each act and photo:
    what, how many, of how many. `begin` hears of each photo before it is taken, and refuses it by a
    `TooManyTries`.
    """
    found = rescue_zip.entries(read, queue_file.ACTS_MAX_COUNT * 5 + _ENTRIES_BESIDE)
    queue = queue_file.read(_first(found))
    actor = allow(queue)
    access.require(actor, "sync.use")
    announced = queue_file.announced(queue)
    report = Report(len(queue.ops), photos_count=len(announced), is_of_crew=not actor.is_phone)
    told = tell or _nobody
    try:
        _take_acts(tools, actor, queue, brought_by, report, told)
        left = _take_photos(tools, actor, found, announced, report, told, begin)
        _count_those_here(actor, left, report)
    except CutShort:
        report.stopped = "cut-short"
    except Damaged as error:
        report.stopped = error.code
    except _MACHINE as error:
        log.error("a phone's file was not read to its end: %s", error.code, exc_info=error)
        report.stopped, report.is_ours = error.code, True
    if report.is_whole:
        phones.still_waiting(tools, actor, max(0, report.photos_count - report.photos.total()))
    return report


def sender_of(queue: QueueFile) -> Actor:
    """The phone, in a walk or a crew's, or the crew's person whose queue it is, also one who is out."""
    if queue.app == "walk":
        phone = by_key(Participant, queue.actor)
        found = phones.actor_of(phone) if phone is not None else None
    else:
        person, van = by_key(Person, queue.actor), by_key(CrewPhone, queue.actor)
        found = sign_in.actor_of(person) if person is not None else None
        found = crew_phones.actor_of(van) if van is not None else found
    if found is None:
        raise QueueFault("unknown-phone")
    return found


def _nobody(_what: str, _done: int, _of: int) -> None:
    """Whoever sends over HTTP hears it all at the end."""


def _first(found: Iterator[Entry]) -> bytes:
    """What queue.json holds, which must come first."""
    try:
        entry = next(found, None)
        if entry is None or entry.name != QUEUE:
            raise QueueFault
        return b"".join(entry.chunks(QUEUE_MAX_BYTES))
    except CutShort as error:
        raise QueueFault("cut-short") from error
    except Damaged as error:
        raise QueueFault(error.code if error.code != "damaged" else None) from error


def _take_acts(
    tools: Toolbox, actor: Actor, queue: QueueFile, brought_by: Actor | None, report: Report, tell: Tell
) -> None:
    clock = clocks.clock_of_file(tools, actor, queue.exported_at)
    parsed = apply.parsed_all(line.body for line in queue.ops)
    for number, answer in enumerate(apply.apply_all(tools, actor, parsed, clock, brought_by), start=1):
        report.acts[answer.result] += 1
        if answer.result is Result.REJECTED:
            report.refused.append(answer)
        tell("act", number, report.acts_count)


def _take_photos(
    tools: Toolbox,
    actor: Actor,
    found: Iterator[Entry],
    announced: dict[UUID, PhotoIn],
    report: Report,
    tell: Tell,
    begin: Begin | None,
) -> set[UUID]:
    """Take what is packed; returns the photos that were announced and are not in the file."""
    left = set(announced)
    for entry in found:
        photo_id = queue_file.photo_of(entry.name)
        if photo_id is None:
            raise Damaged("unknown-name")
        photo = announced.get(photo_id)
        size = photo.bytes if photo is not None else None
        refusal = _refusal(actor, photo, begin)
        code = _take_photo(tools, actor, entry, photo) if photo is not None and not refusal else refusal
        entry.skip(UPLOAD_MAX_BYTES, size)
        left.discard(photo_id)
        report.photos[code] += 1
        tell("photo", report.photos.total(), report.photos_count)
    return left


def _count_those_here(actor: Actor, photo_ids: set[UUID], report: Report) -> None:
    """A phone packs only what is open: the others of its acts may have come long ago."""
    known = photos.among(photo_ids, is_removed=False)
    if here := sum(one.sender_id == actor.id and one.state is PhotoState.STORED for one in known):
        report.photos["stored"] += here


def _refusal(actor: Actor, photo: PhotoIn | None, begin: Begin | None) -> str:
    """Why the bytes of an entry are not even looked at; "" where they are."""
    if photo is None:
        return "not-announced"
    try:
        if begin is not None:
            begin(actor, photo.id)
    except TooManyTries as error:
        return error.code
    return ""


def _take_photo(tools: Toolbox, actor: Actor, entry: Entry, photo: PhotoIn) -> str:
    """What became of it: `stored`, or the code of its refusal; its bytes are read to the end."""
    code, offset, start = "incomplete", 0, 0
    for part in _ranges(entry.chunks(photo.bytes, photo.bytes)):
        begin, start = start, start + len(part)
        # The last range is always sent: it makes the server look at the whole.
        if code != "incomplete" or (start <= offset and start < photo.bytes):
            continue
        code, offset = _push(tools, actor, photo, begin, part, offset)
    return code


def _push(
    tools: Toolbox, actor: Actor, photo: PhotoIn, begin: int, part: bytes, offset: int
) -> tuple[str, int]:
    """One range, or what of it the server lacks; what became of the photo, and how much of it is there."""
    known = offset - begin if begin < offset < begin + len(part) else 0
    for _ in range(2):
        try:
            done = _range(tools, actor, photo, begin + known, part[known:])
        except _MACHINE:
            raise
        except DomainError as error:
            return error.code, offset
        if done.is_done:
            return "stored", done.offset
        # The phone itself may have sent the beginning.
        offset, known = done.offset, done.offset - begin
        if not 0 < known < len(part):
            break
    return "incomplete", offset


def _ranges(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces as phones send them."""
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) >= RANGE_MAX_BYTES:
            yield held[:RANGE_MAX_BYTES]
            held = held[RANGE_MAX_BYTES:]
    if held:
        yield held


def _range(tools: Toolbox, actor: Actor, photo: PhotoIn, start: int, part: bytes) -> Received:
    """One range; where another photo is being decoded, a little later."""
    for tries_left in reversed(range(_BUSY_TRIES)):
        try:
            return photo_upload.receive_range(tools, actor, photo.id, start, photo.bytes, photo.sha256, part)
        except (DecoderBusy, UploadInUse):
            if not tries_left:
                raise
            time.sleep(_BUSY_WAIT_S)
    raise UploadInUse
