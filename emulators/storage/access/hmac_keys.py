"""HMAC keys of service accounts. They can be made and managed; requests are not signed by them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from random import Random

from emulators.clock.clock import Clock
from emulators.shelf import Shelf
from emulators.storage.instants import written
from emulators.storage.records import under
from emulators.storage.refusals import invalid, not_found
from emulators.storage.resources import Json, etag

ACTIVE, INACTIVE, DELETED = "ACTIVE", "INACTIVE", "DELETED"
_ON_SHELF = "hmac-key/"
_SECRET_BYTES = 30
_ACCESS_ID_BYTES = 37


@dataclass(frozen=True, slots=True)
class HmacKey:
    access_id: str
    project: str
    email: str
    state: str
    created_at: str
    updated_at: str
    revision: int = 1

    def resource(self, url: str) -> Json:
        return {
            "kind": "storage#hmacKeyMetadata",
            "id": f"{self.project}/{self.access_id}",
            "accessId": self.access_id,
            "projectId": self.project,
            "serviceAccountEmail": self.email,
            "state": self.state,
            "timeCreated": self.created_at,
            "updated": self.updated_at,
            "etag": etag(0, self.revision),
            "selfLink": f"{url}/storage/v1/projects/{self.project}/hmacKeys/{self.access_id}",
        }


class HmacKeys:
    def __init__(
        self, *, clock: Clock, random: Random, shelf: Shelf, kept: dict[str, bytes]
    ) -> None:
        self._clock = clock
        self._random = random
        self._shelf = shelf
        self._keys = {
            access_id: HmacKey(**json.loads(value)) for access_id, value in under(_ON_SHELF, kept)
        }

    def create(self, project: str, email: str) -> tuple[HmacKey, str]:
        """Return the new key and its secret, which is shown this once."""
        access_id = "GOOG1E" + base64.b32encode(self._random.randbytes(_ACCESS_ID_BYTES)).decode()
        now = written(self._clock.now())
        key = HmacKey(access_id.rstrip("=")[:61], project, email, ACTIVE, now, now)
        secret = base64.b64encode(self._random.randbytes(_SECRET_BYTES)).decode()
        return self._save(key), secret

    def of_project(self, project: str) -> Iterator[HmacKey]:
        for key in sorted(self._keys.values(), key=lambda known: known.access_id):
            if key.project == project:
                yield key

    def get(self, project: str, access_id: str) -> HmacKey:
        key = self._keys.get(access_id)
        if key is None or key.project != project:
            raise not_found("Access ID not found in project.")
        return key

    def set_state(self, key: HmacKey, state: str) -> HmacKey:
        if state not in {ACTIVE, INACTIVE}:
            raise invalid(f"Invalid state of an HMAC key: '{state}'")
        return self._next(key, state)

    def delete(self, key: HmacKey) -> None:
        if key.state == ACTIVE:
            raise invalid("Cannot delete keys in 'ACTIVE' state.")
        self._next(key, DELETED)

    def _next(self, key: HmacKey, state: str) -> HmacKey:
        if key.state == DELETED:
            raise invalid("The key has been deleted.")
        now: datetime = self._clock.now()
        return self._save(
            replace(key, state=state, updated_at=written(now), revision=key.revision + 1)
        )

    def _save(self, key: HmacKey) -> HmacKey:
        self._keys[key.access_id] = key
        self._shelf.put(_ON_SHELF + key.access_id, json.dumps(asdict(key)).encode())
        return key
