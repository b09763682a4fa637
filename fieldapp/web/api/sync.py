"""What phones send and fetch: JSON and ranges of bytes, never a page."""

import base64
import binascii
import re
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, g, request
from werkzeug.exceptions import ClientDisconnected, Unauthorized

from fieldapp.domain import access, commands
from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import to_ms
from fieldapp.domain.errors import Forbidden
from fieldapp.services import crew_phones, phones, photo_upload, receipts, rescue
from fieldapp.services.capture import allowance
from fieldapp.services.capture.apply import apply_batch
from fieldapp.services.changes import changes
from fieldapp.services.hello import hello
from fieldapp.web import session
from fieldapp.web.actor import phone, signed_in, staff
from fieldapp.web.errors import problem
from fieldapp.web.guards import public
from fieldapp.web.show import release
from fieldapp.web.tools import toolbox

pages = Blueprint("sync", __name__, url_prefix="/sync")

_RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})")
_DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?:,|$)")
_TRY_AGAIN_S = 2
_SERVER_REST_S = 30
_WAITING = "X-Fieldapp-Waiting"
_COUNT = re.compile(r"[0-9]{1,5}")


class Range(NamedTuple):
    """Bytes `start` to `end`, both included, of `total`; `sha256` is of the whole, in hex."""

    start: int
    end: int
    total: int
    sha256: str


@pages.before_request
def only_phones() -> Response | None:
    """Our own header: no other site can send it, and no link either."""
    return None if "X-Fieldapp" in request.headers else problem(400, "header-missing")


@pages.after_request
def hear_what_waits(response: Response) -> Response:
    """What else waits on the phone; and the request's own, unless that was taken now."""
    told = request.headers.get(_WAITING, "")
    if request.method not in ("POST", "PUT") or response.status_code >= 500 or not _COUNT.fullmatch(told):
        return response
    # A phone that is too old is turned away before it says whose queue it sends.
    sender = g.get("actor") or (g.get("phone") if response.status_code == 426 else None)
    if sender is not None:
        hold = crew_phones if sender.is_enrolled else phones
        hold.still_waiting(toolbox(), sender, int(told) + (response.status_code >= 400))
    return response


@pages.get("/hello")
@public
def say_hello() -> Response:
    """Who is here, which walk, what time: also how a phone finds out whether there is a network."""
    here = _whoever_asks()
    found = hello(toolbox(), here)
    answer = _json(
        {
            "server_now": to_ms(found.server_now),
            "actor": _told_of(here) if here else None,
            "walk": found.walk,
            "proto_min": found.proto_min,
            "proto_max": found.proto_max,
            "release": release(),
            "photo_hold_s": found.photo_hold_s,
        }
    )
    if found.renews_cookie and (token := session.token_of(session.PHONE)):
        session.keep(answer, session.PHONE, token)
    return answer


def _told_of(here: Actor) -> dict[str, Any]:
    """An enrolled phone is called what its supervisor calls it; a person's name is nobody's to show."""
    found = {"id": here.id, "kind": here.role.value}
    return {**found, "name": here.name} if here.is_enrolled else found


@pages.post("/ops")
@public
def receive_operations() -> Response:
    """Acts that were done offline; each gets its own answer."""
    _anybody()
    data = commands.whole_characters(_json_body())
    proto = commands.proto_of(data)
    if not commands.PROTO_MIN <= proto <= commands.PROTO_MAX:
        return problem(426, "update-needed", **_protocols())
    batch: commands.Batch = commands.decode(data, commands.Batch)
    sender = _sender(str(batch.actor))
    allowance.spend_acts(toolbox(), sender, len(batch.ops))
    done = apply_batch(toolbox(), sender, batch)
    return _json({"results": done.results, "need": done.need, "server_now": to_ms(done.server_now)})


@pages.put("/photos/<uuid:photo_id>")
@public
def receive_range(photo_id: UUID) -> Response:
    """One range of a photo that an act announced."""
    _anybody()
    sender = _sender(request.headers.get("X-Fieldapp-Actor", ""))
    body = _body()
    part = _range(len(body))
    if part.start == 0:
        allowance.begin_photo(toolbox(), sender, photo_id)
    try:
        found = photo_upload.receive_range(
            toolbox(), sender, photo_id, part.start, part.total, part.sha256, body
        )
    except photo_upload.OutOfOrder as error:
        return problem(416, error.code, offset=error.offset)
    except photo_upload.HashMismatch as error:
        return problem(416, error.code, offset=0)
    except photo_upload.BadRange as error:
        return problem(400, error.code)
    except photo_upload.DecoderBusy as error:
        return problem(503, error.code, retry_after_s=error.retry_after_s)
    except photo_upload.UploadInUse as error:
        return problem(503, error.code, retry_after_s=_TRY_AGAIN_S)
    if not found.is_done:
        return _json({"offset": found.offset})
    return _json({"offset": found.offset, "done": True, "sha256": found.sha256})


@pages.post("/rescue")
@public
def receive_queue() -> Response:
    """A phone's own queue as a file: the same acts and photos, by the same ways."""
    _anybody()
    if request.mimetype != "application/zip":
        return problem(415, "not-a-zip")
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        return problem(411, "length-missing")
    try:
        begin = partial(allowance.begin_photo, toolbox())
        report = rescue.bring(toolbox(), _stream, _owner_of, begin=begin)
    except rescue.QueueFault as error:
        return problem(426 if error.code == "update-needed" else 422, error.code, **_protocols())
    answer = _json(
        {
            "is_whole": report.is_whole,
            "code": report.stopped or None,
            "acts": {"count": report.acts_count, "results": report.acts},
            "photos": {"count": report.photos_count, "results": report.photos},
            "refused": report.refused,
        }
    )
    if report.is_ours:
        answer.status_code = 507 if report.stopped == "storage-full" else 503
        answer.headers["Retry-After"] = str(_SERVER_REST_S)
    return answer


@pages.post("/receipts")
@public
def check_receipts() -> Response:
    """Which of these acts and photos are not here."""
    asked: commands.Receipts = commands.decode(_json_body(), commands.Receipts)
    missing = receipts.missing(toolbox(), _reader(), asked)
    return _json({"ops": missing.ops, "photos": missing.photos})


@pages.get("/changes")
@public
def fetch_changes() -> Response:
    """What this actor may read, changed since the cursor."""
    found = changes(toolbox(), _reader(), request.args.get("cursor", ""))
    return _json(
        {
            "cursor": found.cursor,
            "observations": found.observations,
            "tickets": found.tickets,
            "walk": found.walk,
            "gone": found.gone,
            **({} if found.thanks is None else {"thanks": found.thanks}),
        }
    )


def _anybody() -> None:
    """Raise `Unauthorized` before anything is read of what strangers send."""
    if not signed_in():
        raise Unauthorized


def _protocols() -> dict[str, int]:
    return {"proto_min": commands.PROTO_MIN, "proto_max": commands.PROTO_MAX}


def _owner_of(queue: rescue.QueueFile) -> Actor:
    """Whose queue a file is, where that is the phone that sends it."""
    sender = _sender(str(queue.actor))
    allowance.spend_acts(toolbox(), sender, len(queue.ops))
    return sender


def _stream(most: int) -> bytes:
    """The next bytes of the body, b"" where it ends or is cut."""
    try:
        return request.stream.read(most)
    except ClientDisconnected:
        return b""


def _sender(actor_id: str) -> Actor:
    """The one of this browser's actors whose queue it is; raises `Forbidden`."""
    for found in signed_in():
        if str(found.id) == actor_id.lower():
            access.require(found, "sync.use")
            g.actor = found
            return found
    raise Forbidden("other-actor")


def _reader() -> Actor:
    """Who reads: the one that the header names, else whoever this app is for."""
    _anybody()
    named = request.headers.get("X-Fieldapp-Actor")
    found = _sender(named) if named else _whoever_asks()
    if found is None:
        raise Unauthorized
    access.require(found, "sync.use")
    g.actor = found
    return found


def _whoever_asks() -> Actor | None:
    """The crew's app is the staff's, the walk's app the phone's; either takes the other in its place."""
    named = request.headers.get("X-Fieldapp-Actor")
    for found in signed_in():
        if named and str(found.id) == named.lower():
            return found
    person = staff()
    works = person is not None and access.may(person, "ticket.work")
    if works and request.args.get("app") == "crew":
        return person
    return phone() or person


def _json(value: dict[str, Any]) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")


def _json_body() -> bytes:
    if request.mimetype != "application/json":
        abort(problem(415, "not-json"))
    return _body()


def _body() -> bytes:
    """The whole body, or nothing: a length that is unknown or not kept is refused."""
    if request.content_length is None or "Transfer-Encoding" in request.headers:
        abort(problem(411, "length-missing"))
    try:
        data = request.get_data(cache=False)
    except ClientDisconnected:
        data = b""
    if len(data) != request.content_length:
        abort(problem(408, "cut-short"))
    return data


def _range(body_bytes: int) -> Range:
    """What the headers say of the body; whatever does not fit is refused."""
    place = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    digest = _DIGEST.search(request.headers.get("Repr-Digest", ""))
    if place is None or int(place[2]) - int(place[1]) + 1 != body_bytes:
        abort(problem(400, "bad-range"))
    if digest is None:
        abort(problem(400, "bad-digest"))
    try:
        sha256 = base64.b64decode(digest[1], validate=True).hex()
    except binascii.Error:
        abort(problem(400, "bad-digest"))
    return Range(int(place[1]), int(place[2]), int(place[3]), sha256)
