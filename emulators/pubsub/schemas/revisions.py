"""One schema: its revisions, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import grpc
from google.pubsub_v1 import types

from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.refusals import error_info, not_found
from emulators.pubsub.schemas.avro import AvroDefinition
from emulators.pubsub.schemas.definition import Definition, Unfit

DEFINITION_BYTES_MAX = 300_000
REVISIONS_MAX = 20
_AVRO = types.Schema.Type.AVRO
_PROTOCOL_BUFFER = types.Schema.Type.PROTOCOL_BUFFER


@dataclass(frozen=True, slots=True)
class Revision:
    spec: Any
    """The API's `Schema`, with its revision."""
    definition: Definition

    @property
    def revision_id(self) -> str:
        return str(self.spec.revision_id)


class Revisions:
    """A deleted revision keeps its place, for a topic may still name it as an end of its range."""

    def __init__(self) -> None:
        self.all: list[Revision] = []
        self.deleted: set[str] = set()

    @property
    def live(self) -> list[Revision]:
        return [one for one in self.all if one.revision_id not in self.deleted]

    @property
    def latest(self) -> Revision:
        return self.live[-1]

    def get(self, revision_id: str) -> Revision:
        if revision_id in self.deleted:
            raise self._unknown(revision_id)
        return self.all[self._index(revision_id)]

    def newest_first(self, first_id: str = "", last_id: str = "") -> list[Revision]:
        """Return those between two ids, both included; an empty id leaves that end open."""
        first = self._index(first_id) if first_id else 0
        last = self._index(last_id) if last_id else len(self.all) - 1
        within = self.all[first : last + 1]
        return [one for one in reversed(within) if one.revision_id not in self.deleted]

    def require_room_for(self, definition: Definition) -> None:
        """Refuse a further revision that does not go with every earlier one."""
        if len(self.live) >= REVISIONS_MAX:
            raise invalid(f"A schema has at most {REVISIONS_MAX} revisions.")
        for earlier in reversed(self.live):
            try:
                definition.require_compatible_with(earlier.definition)
            except Unfit as unfit:
                raise invalid(
                    "Compatibility checking failed to commit a schema revision. Revision is "
                    f"incompatible with previous revision: {earlier.revision_id}. {unfit}."
                ) from unfit

    def remove(self, revision_id: str) -> Revision:
        revision = self.get(revision_id)
        if len(self.live) == 1:
            raise invalid("The last revision of a schema cannot be deleted; delete the schema.")
        self.deleted.add(revision_id)
        return revision

    def _index(self, revision_id: str) -> int:
        for index, revision in enumerate(self.all):
            if revision.revision_id == revision_id:
                return index
        raise self._unknown(revision_id)

    def _unknown(self, revision_id: str) -> Refused:
        return not_found(f"{self.latest.spec.name}@{revision_id}")


def compiled(schema: Any) -> Definition:
    """Understand a `Schema`; refuse what is no definition of its type."""
    if len(schema.definition.encode()) > DEFINITION_BYTES_MAX:
        raise invalid(f"A schema definition has at most {DEFINITION_BYTES_MAX} bytes.")
    try:
        if schema.type_ == _AVRO:
            return AvroDefinition(schema.definition)
        if schema.type_ == _PROTOCOL_BUFFER:
            return _protobuf(schema)
    except Unfit as unfit:
        raise _invalid_definition(unfit) from unfit
    raise invalid("Invalid schema type.")


def revised(schema: Any, revision_id: str, created_at: datetime) -> Any:
    """Return `schema` as it is kept under a new revision."""
    spec = type(schema)()
    spec.CopyFrom(schema)
    spec.revision_id = revision_id
    spec.revision_create_time.FromDatetime(created_at)
    return spec


def _protobuf(schema: Any) -> Definition:
    # Loaded when the first such schema comes: the parser takes its time and memory.
    from emulators.pubsub.schemas import protobuf  # noqa: PLC0415

    if schema.HasField("compiled_proto_schema"):
        return protobuf.of_compiled(schema.compiled_proto_schema)
    return protobuf.of_text(schema.definition)


def _invalid_definition(unfit: Unfit) -> Refused:
    return Refused(
        grpc.StatusCode.INVALID_ARGUMENT,
        f"Invalid schema definition: {unfit}",
        error_info("INVALID_SCHEMA_DEFINITION", {"message": str(unfit)}),
    )
