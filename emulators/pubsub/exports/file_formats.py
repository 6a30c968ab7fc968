"""What the files of a Cloud Storage subscription look like inside."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Protocol

import fastavro

from emulators.pubsub.message import Message
from emulators.pubsub.schemas.avro import AvroDefinition
from emulators.pubsub.schemas.definition import Unfit
from emulators.pubsub.schemas.topic_schemas import TopicSchemas

_METADATA_FIELDS: list[dict[str, Any]] = [
    {"name": "subscription_name", "type": "string"},
    {"name": "message_id", "type": "string"},
    {"name": "publish_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
    {"name": "attributes", "type": {"type": "map", "values": "string"}},
]
_DATA_FIELD = {"name": "data", "type": "bytes"}


class FileFormat(Protocol):
    @property
    def content_type(self) -> str: ...

    def record(self, message: Message) -> Any:
        """Return what the file will be made of; `Unfit` when it cannot hold the message.

        Files may stay open for minutes, so it is the message itself wherever that will do.
        """

    def encoded(self, records: Sequence[Any]) -> bytes: ...


class TextFormat:
    """The data of each message on a line."""

    content_type = "text/plain"

    def record(self, message: Message) -> Message:
        return message

    def encoded(self, records: Sequence[Message]) -> bytes:
        return b"".join(message.data + b"\n" for message in records)


class AvroFormat:
    """The data as bytes, or as the topic's schema has it; with or without the metadata."""

    content_type = "application/octet-stream"

    def __init__(
        self, subscription: str, *, metadata: bool, topic: Any, schemas: TopicSchemas | None
    ) -> None:
        """`schemas` where the topic's schema is to be used."""
        self._subscription = subscription
        self._metadata = metadata
        self._schemas = schemas
        schema = _topic_schema(topic, schemas, metadata) if schemas else _plain_schema(metadata)
        self._schema = fastavro.parse_schema(schema)

    def record(self, message: Message) -> Any:
        """With a schema it is decoded now: that may be another one by the time of writing."""
        return self._entry(message) if self._schemas else message

    def encoded(self, records: Sequence[Any]) -> bytes:
        entries = records if self._schemas else map(self._entry, records)
        file = io.BytesIO()
        fastavro.writer(file, self._schema, entries)
        return file.getvalue()

    def _entry(self, message: Message) -> dict[str, Any]:
        content = message.content
        data: dict[str, Any]
        data = self._schemas.decoded(content) if self._schemas else {"data": content.data}
        if not self._metadata:
            return data
        attributes = dict(content.attributes)
        if content.ordering_key:
            attributes["ordering_key"] = content.ordering_key
        return {
            "subscription_name": self._subscription,
            "message_id": content.message_id,
            "publish_time": message.published_at,
            "attributes": attributes,
            **data,
        }


def file_format(config: Any, subscription: str, topic: Any, schemas: TopicSchemas) -> FileFormat:
    """Return the format that a `CloudStorageConfig` asks for."""
    if config.HasField("text_config"):
        return TextFormat()
    avro = config.avro_config
    return AvroFormat(
        subscription,
        metadata=avro.write_metadata,
        topic=topic,
        schemas=schemas if avro.use_topic_schema else None,
    )


def _plain_schema(metadata: bool) -> dict[str, Any]:  # noqa: FBT001 - one value of the configuration
    return {
        "type": "record",
        "namespace": "com.google.pubsub",
        "name": "PubsubMessageWithMetadata" if metadata else "PubsubMessage",
        "fields": [*(_METADATA_FIELDS if metadata else ()), _DATA_FIELD],
    }


def _topic_schema(topic: Any, schemas: TopicSchemas, metadata: bool) -> Any:  # noqa: FBT001 - one value of the configuration
    """Return the topic's Avro schema, the metadata among its fields; `Unfit` if it has none."""
    revision = schemas.current(topic) if topic else None
    if revision is None or not isinstance(revision.definition, AvroDefinition):
        raise Unfit("the topic has no schema in Avro")
    schema = revision.definition.schema
    if not metadata:
        return schema
    names = {field.name for field in revision.definition.fields()}
    taken = names & {field["name"] for field in _METADATA_FIELDS}
    if taken:
        raise Unfit(f"the topic's schema has fields of the metadata: {', '.join(sorted(taken))}")
    return {**schema, "fields": [*_METADATA_FIELDS, *schema["fields"]]}
