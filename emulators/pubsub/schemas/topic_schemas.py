"""What a topic's schema settings ask of every message that is published there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import grpc
from google.pubsub_v1 import types

from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.names import DELETED_SCHEMA
from emulators.pubsub.refusals import error_info, not_found
from emulators.pubsub.schemas.definition import BINARY, JSON, Definition, Unfit
from emulators.pubsub.schemas.revisions import Revision
from emulators.pubsub.schemas.schemas import Schemas

_ENCODINGS = {JSON: "JSON", BINARY: "BINARY"}
_BY_NAME = {name: encoding for encoding, name in _ENCODINGS.items()}
_LANGUAGES = {
    types.Schema.Type.AVRO: "AVRO",
    types.Schema.Type.PROTOCOL_BUFFER: "PROTOCOL_BUFFER",
}


class TopicSchemas:
    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def require(self, topic: Any) -> None:
        """Refuse a topic whose schema or range of revisions is not there."""
        settings = topic.schema_settings
        if not topic.HasField("schema_settings") or settings.schema == DELETED_SCHEMA:
            return
        if settings.encoding not in _ENCODINGS:
            raise invalid("Invalid schema encoding provided.")
        if not self._allowed(settings):
            raise invalid("first_revision_id must not be newer than last_revision_id.")

    def marked(self, topic: Any, drafts: Iterable[Any]) -> Iterable[Any]:
        """Return the messages with the attributes that name the schema each of them fits.

        One that does not fit refuses them all.
        """
        if not topic.HasField("schema_settings"):
            return drafts
        settings = topic.schema_settings
        if settings.schema == DELETED_SCHEMA:
            raise Refused(grpc.StatusCode.NOT_FOUND, "Schema associated with topic deleted.")
        allowed = self._allowed(settings)
        return [_marked(draft, allowed, settings) for draft in drafts]

    def current(self, topic: Any) -> Revision | None:
        """Return the newest revision that the topic allows; None without a schema."""
        settings = topic.schema_settings
        if not topic.HasField("schema_settings") or settings.schema == DELETED_SCHEMA:
            return None
        return self._allowed(settings)[0]

    def decoded(self, message: Any) -> Any:
        """Return a published `PubsubMessage`'s data, read by the revision that it fits.

        `Unfit` for one from before the topic had a schema, or whose revision is deleted.
        """
        return self._read(message)[1]

    def row(self, message: Any) -> dict[str, Any]:
        """Return the same as a row of a table."""
        definition, value = self._read(message)
        return definition.row(value)

    def _read(self, message: Any) -> tuple[Definition, Any]:
        attributes = message.attributes
        if "googclient_schemaname" not in attributes:
            raise Unfit("The message was published without a schema.")
        name = attributes["googclient_schemaname"]
        revision_id = attributes["googclient_schemarevisionid"]
        encoding = _BY_NAME[attributes["googclient_schemaencoding"]]
        try:
            revision = self._schemas.get(f"{name}@{revision_id}")
        except Refused as refused:
            raise Unfit(refused.message) from refused
        return revision.definition, revision.definition.decode(message.data, encoding)

    def _allowed(self, settings: Any) -> list[Revision]:
        revisions = self._schemas.of(settings.schema)
        return revisions.newest_first(settings.first_revision_id, settings.last_revision_id)


def require_fit(data: bytes, encoding: int, revisions: Iterable[Revision]) -> Revision:
    """Return the first revision that the message fits; refuse it when it fits none."""
    if encoding not in _ENCODINGS:
        raise invalid("No encoding provided.")
    checked, reason = None, Unfit("there is no revision")
    for revision in revisions:
        checked = revision
        try:
            revision.definition.decode(data, encoding)
        except Unfit as unfit:
            reason = unfit
        else:
            return revision
    raise _unfit(checked, encoding, reason)


def _marked(draft: Any, allowed: list[Revision], settings: Any) -> Any:
    revision = require_fit(draft.data, settings.encoding, allowed)
    draft.attributes["googclient_schemaencoding"] = _ENCODINGS[settings.encoding]
    draft.attributes["googclient_schemaname"] = settings.schema
    draft.attributes["googclient_schemarevisionid"] = revision.revision_id
    return draft


def _unfit(revision: Revision | None, encoding: int, reason: Unfit) -> Refused:
    if revision is None:
        return not_found("schema")
    language = _LANGUAGES[revision.spec.type_]
    metadata = {
        "message": "Message failed schema validation",
        "revisionInfo": (
            "Could not validate message with any schema revision for schema: "
            f"{revision.spec.name}, last checked revision: "
            f"revision_id={revision.revision_id} failed with status: {reason}"
        ),
    }
    return Refused(
        grpc.StatusCode.INVALID_ARGUMENT,
        "Invalid data in message: Message failed schema validation.",
        error_info(f"INVALID_{_ENCODINGS[encoding]}_{language}_MESSAGE", metadata),
    )
