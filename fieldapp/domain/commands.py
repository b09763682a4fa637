"""What a phone may ask: every kind of operation with its payload, as frozen structs.

Unknown keys, wrong types and lengths are refused with the name of the field; nothing is ignored.
"""

import hashlib
import json
import re
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from fieldapp.domain.errors import Invalid

PROTO_MAX = 1
#: The release before ours is still on phones: the last two protocols are taken, older ones keep their queue.
PROTO_MIN = max(1, PROTO_MAX - 1)
OPS_MAX_COUNT = 20
OPS_MAX_BYTES = 64 * 1024
PHOTO_MAX_BYTES = 25 * 1024 * 1024
PHOTOS_MAX_COUNT = 5

Text = Annotated[str, Meta(max_length=2000)]
ShortText = Annotated[str, Meta(max_length=1000)]
Code = Annotated[str, Meta(max_length=20, pattern=r"^[A-Z]{2,4}[0-9]{0,2}$")]
OwnerCode = Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]+$")]
AssetNumber = Annotated[str, Meta(max_length=40)]
Revision = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Language = Literal["sv", "fi", "en"]
Severity = Literal["akut", "snart", "planeras"]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Milliseconds = Annotated[int, Meta(ge=0, le=253_402_300_799_000)]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value in which every key is known."""


class PositionIn(Strict, frozen=True):
    lat: Latitude
    lon: Longitude
    accuracy_m: Annotated[float, Meta(ge=0, le=1_000_000)]
    source: Literal["gps", "exif", "pin", "stop"]
    at: Milliseconds


class Point(Strict, frozen=True):
    lat: Latitude
    lon: Longitude


class PhotoIn(Strict, frozen=True):
    """The manifest of a photo that follows; `sha256` is of the bytes that the phone will send."""

    id: UUID
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Meta(ge=1, le=PHOTO_MAX_BYTES)]
    type: Annotated[str, Meta(max_length=60)]
    role: Literal["before", "after", "detail"]


class CreateObservation(Strict, frozen=True):
    walk: UUID
    category: Code
    stop: UUID | None = None
    subcategory: Code | None = None
    text: Text = ""
    suggestion: ShortText = ""
    severity: Severity | None = None
    sensitive: bool = False
    for_other: bool = False
    lang: Language = "sv"
    position: PositionIn | None = None
    stretch_to: Point | None = None
    asset: AssetNumber = ""


class EditObservation(Strict, frozen=True):
    """Only the keys that changed; `UNSET` leaves a field as it was."""

    stop: UUID | None | UnsetType = UNSET
    category: Code | UnsetType = UNSET
    subcategory: Code | None | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    suggestion: ShortText | UnsetType = UNSET
    severity: Severity | None | UnsetType = UNSET
    sensitive: bool | UnsetType = UNSET
    for_other: bool | UnsetType = UNSET
    lang: Language | UnsetType = UNSET
    position: PositionIn | None | UnsetType = UNSET
    stretch_to: Point | None | UnsetType = UNSET
    asset: AssetNumber | UnsetType = UNSET


class Nothing(Strict, frozen=True):
    """A payload that says no more than its kind."""


class Agree(Strict, frozen=True):
    on: bool


class MergeObservation(Strict, frozen=True):
    into: UUID


class NameOwner(Strict, frozen=True):
    owner: OwnerCode


class PhotoTarget(Strict, frozen=True):
    photo: UUID


class SetRating(Strict, frozen=True):
    walk: UUID
    stop: UUID
    light: Literal["day", "dark"]
    value: Annotated[int, Meta(ge=1, le=5)] | None


class SetVote(Strict, frozen=True):
    walk: UUID
    observation: UUID
    on: bool


class AtStop(Strict, frozen=True):
    walk: UUID


class AttachCard(Strict, frozen=True):
    card: Annotated[str, Meta(min_length=4, max_length=40)]


class TicketNote(Strict, frozen=True):
    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class SentenceIn(Strict, frozen=True):
    """A public sentence: a template with its values, or own words in a language."""

    template: Annotated[str, Meta(max_length=60)] | None = None
    values: dict[str, Any] = {}
    text: Annotated[str, Meta(max_length=600)] | None = None
    lang: Language | None = None


class TicketStatusChange(Strict, frozen=True):
    to: Annotated[str, Meta(max_length=20)]
    public_text: SentenceIn | None = None
    reason: Annotated[str, Meta(max_length=600)] | None = None
    planned_for: Annotated[str, Meta(max_length=20)] | None = None
    no_photo_reason: Annotated[str, Meta(max_length=300)] | None = None


class FollowUpVerdict(Strict, frozen=True):
    result: Literal["fixed", "partly", "not_fixed", "worse"]
    text: Text = ""


PAYLOADS: dict[str, type[Strict]] = {
    "observation.create": CreateObservation,
    "observation.edit": EditObservation,
    "observation.withdraw": Nothing,
    "observation.agree": Agree,
    "observation.release": Nothing,
    "observation.merge": MergeObservation,
    "observation.owner": NameOwner,
    "photo.add": Nothing,
    "photo.replace": PhotoTarget,
    "photo.remove": PhotoTarget,
    "rating.set": SetRating,
    "vote.set": SetVote,
    "stop.reached": AtStop,
    "stop.announce": AtStop,
    "card.attach": AttachCard,
    "ticket.note": TicketNote,
    "ticket.status": TicketStatusChange,
    "followup.verdict": FollowUpVerdict,
}
#: The kinds that may carry photos; on all others a manifest is refused.
KINDS_WITH_PHOTOS = frozenset(
    {"observation.create", "photo.add", "photo.replace", "ticket.note", "ticket.status", "followup.verdict"}
)


class _Envelope(Strict, frozen=True):
    id: UUID
    kind: str
    entity_id: UUID
    client_at: Milliseconds
    payload: msgspec.Raw
    base_rev: Revision | None = None
    photos: Annotated[list[PhotoIn], Meta(max_length=PHOTOS_MAX_COUNT)] = []


class Operation(Strict, frozen=True):
    """One offline act, parsed and whole; `body_sha256` is over its canonical JSON."""

    id: UUID
    kind: str
    entity_id: UUID
    base_rev: int | None
    client_at: int
    payload: Strict
    photos: tuple[PhotoIn, ...]
    body_sha256: str


class Batch(Strict, frozen=True):
    """What POST /sync/ops carries; each operation is judged on its own."""

    proto: int
    client_now: Milliseconds
    boot_id: Annotated[str, Meta(max_length=60)]
    mono_ms: Annotated[float, Meta(ge=0)]
    actor: UUID
    ops: Annotated[list[msgspec.Raw], Meta(max_length=OPS_MAX_COUNT)]


class _Proto(msgspec.Struct):
    proto: int


def proto_of(data: bytes) -> int:
    """Which protocol a batch speaks, before its shape is judged; raises `Invalid`."""
    found: _Proto = decode(data, _Proto)
    return found.proto


class Receipts(Strict, frozen=True):
    """What POST /sync/receipts carries: ids that the phone believes are stored."""

    ops: Annotated[list[UUID], Meta(max_length=2000)] = []
    photos: Annotated[list[UUID], Meta(max_length=2000)] = []


_FIELD = re.compile(r"`\$\.?(?P<path>[^`]*)`")
_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")


def decode(data: bytes | msgspec.Raw, kind: type[Any], inside: str = "") -> Any:
    """JSON as the struct `kind`; raises `Invalid` with the path of the field that is wrong."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise Invalid(_field_of(str(error), inside), "invalid-field") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(inside or "body", "not-json") from error


def whole_characters(data: bytes) -> bytes:
    r"""The JSON without halves of characters (a lone \ud83d): keyboards make them, no text may hold them.

    What else is wrong with it stays for `decode` to tell.
    """
    if rb"\ud" not in data.lower():
        return data
    try:
        return json.dumps(json.loads(data), ensure_ascii=False).encode("utf-8", "ignore")
    except (ValueError, RecursionError):
        return data


def parse_operation(raw: bytes | msgspec.Raw) -> Operation:
    """One operation of a batch; raises `Invalid` naming the field."""
    envelope = decode(raw, _Envelope)
    if envelope.kind not in PAYLOADS:
        raise Invalid("kind", "unknown-kind")
    if envelope.photos and envelope.kind not in KINDS_WITH_PHOTOS:
        raise Invalid("photos", "no-photos-here")
    payload = decode(envelope.payload, PAYLOADS[envelope.kind], "payload")
    return Operation(
        id=envelope.id,
        kind=envelope.kind,
        entity_id=envelope.entity_id,
        base_rev=envelope.base_rev,
        client_at=envelope.client_at,
        payload=payload,
        photos=tuple(envelope.photos),
        body_sha256=canonical_sha256(bytes(raw)),
    )


def canonical_sha256(raw: bytes) -> str:
    """The fingerprint of an operation: key order and white space do not count."""
    parsed = json.loads(raw)
    canonical = json.dumps(parsed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def id_of(raw: bytes | msgspec.Raw) -> str | None:
    """The id that a broken operation gave itself, so that its refusal can be matched on the phone."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found = value.get("id") if isinstance(value, dict) else None
    return found[:60] if isinstance(found, str) else None


def _field_of(message: str, inside: str) -> str:
    path = _FIELD.search(message)
    name = _UNKNOWN.search(message) or _MISSING.search(message)
    parts = [inside, path["path"] if path else "", name["name"] if name else ""]
    return ".".join(part for part in parts if part) or "body"
