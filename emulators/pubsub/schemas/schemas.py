"""Every schema of the service, on the shelf."""

from __future__ import annotations

import random
from typing import Any

from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.google_apis.refused import invalid
from emulators.pubsub.names import require_schema_name
from emulators.pubsub.refusals import already_exists, not_found
from emulators.pubsub.schemas.revisions import Revision, Revisions, compiled, revised
from emulators.shelf import Shelf

_SCHEMA = "schema/"
_DELETED = "deleted-revision/"


class Schemas:
    def __init__(self, *, clock: Clock, shelf: Shelf, random: random.Random) -> None:
        self._clock = clock
        self._shelf = shelf
        self._random = random
        self.all: dict[str, Revisions] = {}
        self._restore(dict(shelf.items()))

    def get(self, name: str) -> Revision:
        """Return the revision that `name@revision` says, the latest without one."""
        plain, _, revision_id = name.partition("@")
        revisions = self.of(plain)
        return revisions.get(revision_id) if revision_id else revisions.latest

    def of(self, name: str) -> Revisions:
        if name not in self.all:
            raise not_found(name)
        return self.all[name]

    def create(self, name: str, schema: Any) -> Revision:
        require_schema_name(name)
        if name in self.all:
            raise already_exists(name)
        definition = compiled(schema)
        revisions = self.all[name] = Revisions()
        return self._add(name, revisions, schema, definition)

    def commit(self, name: str, schema: Any) -> Revision:
        revisions = self.of(name)
        if schema.name != name:
            raise invalid(f"The schema names {schema.name}, the request {name}.")
        if schema.type_ != revisions.latest.spec.type_:
            raise invalid("The type of a schema cannot be changed by a revision.")
        definition = compiled(schema)
        revisions.require_room_for(definition)
        return self._add(name, revisions, schema, definition)

    def roll_back(self, name: str, revision_id: str) -> Revision:
        """Make an earlier revision the latest, as a new one."""
        revisions = self.of(name)
        earlier = revisions.get(revision_id)
        revisions.require_room_for(earlier.definition)
        return self._add(name, revisions, earlier.spec, earlier.definition)

    def delete_revision(self, name: str) -> Revision:
        """Delete `name@revision` and return the latest one left."""
        plain, _, revision_id = name.partition("@")
        if not revision_id:
            raise invalid(f"A revision has to be named: {name}@REVISION.")
        revisions = self.of(plain)
        revisions.remove(revision_id)
        self._shelf.put(_DELETED + name, b"")
        return revisions.latest

    def delete(self, name: str) -> None:
        for revision in self.of(name).all:
            place = f"{name}@{revision.revision_id}"
            self._shelf.delete(_SCHEMA + place)
            self._shelf.delete(_DELETED + place)
        del self.all[name]

    def _restore(self, stored: dict[str, bytes]) -> None:
        schema = types.Schema.pb()
        specs = [schema.FromString(stored[key]) for key in stored if key.startswith(_SCHEMA)]
        for spec in sorted(specs, key=lambda one: one.revision_create_time.ToNanoseconds()):
            revisions = self.all.setdefault(spec.name, Revisions())
            revisions.all.append(Revision(spec, compiled(spec)))
            if f"{_DELETED}{spec.name}@{spec.revision_id}" in stored:
                revisions.deleted.add(spec.revision_id)

    def _add(self, name: str, revisions: Revisions, schema: Any, definition: Any) -> Revision:
        spec = revised(schema, f"{self._random.getrandbits(32):08x}", self._clock.now())
        spec.name = name
        revision = Revision(spec, definition)
        revisions.all.append(revision)
        self._shelf.put(f"{_SCHEMA}{name}@{revision.revision_id}", spec.SerializeToString())
        return revision
