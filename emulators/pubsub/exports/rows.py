"""A message as a row of a BigQuery table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from emulators.pubsub.message import Message
from emulators.pubsub.schemas.definition import Unfit
from emulators.pubsub.schemas.topic_schemas import TopicSchemas
from emulators.pubsub.sinks import Column

METADATA_TYPES = {
    "subscription_name": {"STRING"},
    "message_id": {"STRING"},
    "publish_time": {"TIMESTAMP"},
    "attributes": {"STRING", "JSON"},
}
DATA_TYPES = {"data": {"STRING", "BYTES", "JSON"}}


class Rows:
    def __init__(self, config: Any, subscription: str, schemas: TopicSchemas) -> None:
        self._config = config
        self._subscription = subscription
        self._schemas = schemas

    def row(self, message: Message, columns: Sequence[Column]) -> Mapping[str, Any]:
        """Return the values by column; `Unfit` when there is no such row."""
        content = message.content
        if self._config.use_topic_schema:
            row = self._known(self._schemas.row(content), columns)
        elif self._config.use_table_schema:
            row = self._known(_json_object(content.data), columns)
        else:
            row = {"data": _as_column(content.data, columns)}
        if self._config.write_metadata:
            row |= self._metadata(message, content)
        return row

    def _known(self, fields: Any, columns: Sequence[Column]) -> dict[str, Any]:
        """Return the fields that the table has. Others are dropped if the configuration says so."""
        names = {column.name for column in columns}
        unknown = sorted(fields.keys() - names)
        if unknown and not self._config.drop_unknown_fields:
            raise Unfit(f"The table has no field {unknown[0]}.")
        return {name: value for name, value in fields.items() if name in names}

    def _metadata(self, message: Message, content: Any) -> dict[str, Any]:
        attributes = dict(content.attributes)
        if content.ordering_key:
            attributes["ordering_key"] = content.ordering_key
        return {
            "subscription_name": self._subscription,
            "message_id": content.message_id,
            "publish_time": message.published_at,
            "attributes": json.dumps(attributes),
        }


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError as error:
        raise Unfit(f"The message is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Unfit("The message is not a JSON object.")
    return value


def _as_column(data: bytes, columns: Sequence[Column]) -> bytes | str:
    if any(column.name == "data" and column.type == "BYTES" for column in columns):
        return data
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Unfit(f"The message is not text: {error}") from error
