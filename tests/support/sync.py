"""A phone for tests: it builds acts as the app does, sends them over HTTP and reads the answers."""

import base64
import hashlib
import json
from typing import Any
from uuid import UUID

from werkzeug.test import TestResponse

from fieldapp.domain.actors import Actor
from fieldapp.domain.clock import to_ms
from fieldapp.domain.ids import new_id
from fieldapp.store.db import db
from tests.support.visitor import Visitor
from tests.support.world import World

Op = dict[str, Any]
RANGE = 256 * 1024


class Phone:
    """One actor's queue in one browser: a phone in a walk, or a crew's."""

    def __init__(self, world: World, browser: Visitor, actor: Actor) -> None:
        self.world = world
        self.browser = browser
        self.actor = actor

    @classmethod
    def in_walk(cls, world: World, code: str = "BRUNNA") -> "Phone":
        return cls(world, *world.phone(code))

    @classmethod
    def of_staff(cls, world: World, person_id: UUID) -> "Phone":
        return cls(world, world.staff(person_id), world.actor(person_id))

    def op(self, kind: str, payload: dict[str, Any], entity: Any = None, **more: Any) -> Op:
        """An act done just now; `more` replaces any of its keys."""
        return {
            "id": str(new_id()),
            "kind": kind,
            "entity_id": str(entity or new_id()),
            "base_rev": None,
            "client_at": to_ms(self.world.tools.clock.now()) - 1000,
            "payload": payload,
            "photos": [],
            **more,
        }

    def point(self, entity: Any = None, photos: Any = (), **payload: Any) -> Op:
        """A lamp that is out, at the first stop."""
        walk = self.actor.walk_id or self.world.walk_id
        found = {"walk": str(walk), "category": "BEL", "stop": str(self.world.stop_ids(walk)[0]), **payload}
        return self.op("observation.create", found, entity, photos=list(photos))

    def batch(self, *ops: Any, **more: Any) -> dict[str, Any]:
        return {
            "proto": 1,
            "client_now": to_ms(self.world.tools.clock.now()),
            "boot_id": "boot-1",
            "mono_ms": 3_600_000.5,
            "actor": str(self.actor.id),
            "ops": list(ops),
            **more,
        }

    def request(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"X-Fieldapp": "1", **kwargs.pop("headers", {})}
        # What the test itself read holds the database no longer.
        db.session.rollback()
        return self.browser.request(method, path, headers=headers, **kwargs)

    def post(self, path: str, value: Any) -> TestResponse:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.request("POST", path, data=data, content_type="application/json")

    def send(self, *ops: Op, **more: Any) -> list[dict[str, Any]]:
        """The results of a batch that is taken."""
        answer = self.post("/sync/ops", self.batch(*ops, **more))
        assert answer.status_code == 200, answer.text
        assert answer.headers["X-Fieldapp"] == "1"
        results: list[dict[str, Any]] = answer.get_json()["results"]
        return results

    def do(self, op: Op, **more: Any) -> dict[str, Any]:
        """The one result of one act."""
        (result,) = self.send(op, **more)
        return result

    def note(self, **payload: Any) -> UUID:
        """A point that is on the server."""
        op = self.point(**payload)
        result = self.do(op)
        assert result["result"] == "applied", result
        return UUID(op["entity_id"])

    def put(
        self, photo_id: Any, data: bytes, start: int = 0, end: int | None = None, **more: Any
    ) -> TestResponse:
        """One range of a photo; `total`, `digest`, `headers` and `body` replace what is true."""
        part = data[start : start + RANGE if end is None else end]
        total = more.pop("total", len(data))
        headers = {
            "Content-Range": f"bytes {start}-{start + len(part) - 1}/{total}",
            "Repr-Digest": more.pop("digest", digest(data)),
            "X-Fieldapp-Actor": str(self.actor.id),
            **more.pop("headers", {}),
        }
        return self.request("PUT", f"/sync/photos/{photo_id}", data=more.pop("body", part), headers=headers)

    def upload(self, photo_id: Any, data: bytes) -> TestResponse:
        """All ranges of a photo; the last answer."""
        start = 0
        while True:
            answer = self.put(photo_id, data, start)
            start += RANGE
            if answer.status_code != 200 or start >= len(data):
                return answer

    def changes(self, cursor: str = "") -> dict[str, Any]:
        answer = self.request("GET", f"/sync/changes?cursor={cursor}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.get_json()
        return found

    def reads(self, point_id: Any) -> dict[str, Any] | None:
        """A point as this phone reads it, or None."""
        return next((one for one in self.changes()["observations"] if one["id"] == str(point_id)), None)


def manifest(data: bytes, role: str = "before", **more: Any) -> dict[str, Any]:
    """What an act says of a photo that will follow."""
    return {
        "id": str(new_id()),
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "type": "image/jpeg",
        "role": role,
        **more,
    }


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"
