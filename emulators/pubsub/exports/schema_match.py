"""Whether a BigQuery table can take what a subscription wants to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from emulators.pubsub.exports.rows import DATA_TYPES, METADATA_TYPES
from emulators.pubsub.schemas.definition import Field, Unfit
from emulators.pubsub.schemas.topic_schemas import TopicSchemas
from emulators.pubsub.sinks import Column

_NUMBERS = {"NUMERIC", "BIGNUMERIC"}
_INTEGER = {"INT64", *_NUMBERS}
_REAL = {"FLOAT64", *_NUMBERS}
_TEXT = {"STRING", "JSON", "TIMESTAMP", "DATETIME", "DATE", "TIME", *_NUMBERS}
_BINARY = {"BYTES", *_NUMBERS}
_LONG_TIMES = {"DATE", "DATETIME", "TIMESTAMP"}
_ACCEPTING: Mapping[str, set[str]] = {
    "boolean": {"BOOL"},
    "int": _INTEGER,
    "long": _INTEGER,
    "float": _REAL,
    "double": _REAL,
    "bytes": _BINARY,
    "fixed": _BINARY,
    "string": _TEXT,
    "enum": {"INT64"},
    "timestamp-micros": {"TIMESTAMP"},
    "timestamp-millis": {"TIMESTAMP"},
    "date": {"DATE"},
    "time-micros": {"TIME"},
    "time-millis": {"TIME"},
    "decimal": _NUMBERS,
    "bool": {"BOOL"},
    "int32": {*_INTEGER, "DATE"},
    "uint32": {*_INTEGER, "DATE"},
    "fixed32": {*_INTEGER, "DATE"},
    "sfixed32": {*_INTEGER, "DATE"},
    "sint32": _INTEGER,
    "int64": _INTEGER | _LONG_TIMES,
    "sint64": _INTEGER | _LONG_TIMES,
    "sfixed64": _INTEGER | _LONG_TIMES,
    "uint64": _NUMBERS,
    "fixed64": _NUMBERS,
    "message": {"STRUCT"},
}
"""BigQuery's types for the kinds of Avro and of Protocol Buffers; a record takes a STRUCT."""


def require_match(
    config: Any, columns: Sequence[Column], topic: Any, schemas: TopicSchemas
) -> None:
    """`Unfit` when a `BigQueryConfig` and the columns of its table do not go together."""
    by_name = {column.name: column for column in columns}
    if config.write_metadata:
        _require_types(METADATA_TYPES, by_name)
    if config.use_topic_schema:
        _require_topic_schema(config, by_name, topic, schemas)
    elif not config.use_table_schema:
        _require_types(DATA_TYPES, by_name)
    if not config.use_table_schema:
        _require_no_other(config, columns, topic, schemas)


def _require_types(wanted: Mapping[str, set[str]], by_name: Mapping[str, Column]) -> None:
    for name, accepted in wanted.items():
        if name not in by_name:
            raise Unfit(f"The table has no field {name}.")
        if by_name[name].type not in accepted:
            raise _incompatible(name, by_name[name].type, " or ".join(sorted(accepted)))


def _require_topic_schema(
    config: Any, by_name: Mapping[str, Column], topic: Any, schemas: TopicSchemas
) -> None:
    for field in _topic_fields(topic, schemas):
        column = by_name.get(field.name)
        if column is None:
            if not config.drop_unknown_fields:
                raise Unfit(f"The table has no field {field.name}.")
            continue
        accepted = _ACCEPTING.get(field.kind, {"STRUCT"})
        if column.type not in accepted or (column.mode == "REPEATED") != field.repeated:
            raise _incompatible(field.name, column.type, field.kind.upper())


def _require_no_other(
    config: Any, columns: Sequence[Column], topic: Any, schemas: TopicSchemas
) -> None:
    """A required column that no message fills would refuse every row."""
    filled = set(METADATA_TYPES) if config.write_metadata else set()
    if config.use_topic_schema:
        filled |= {field.name for field in _topic_fields(topic, schemas)}
    else:
        filled |= set(DATA_TYPES)
    for column in columns:
        if column.mode == "REQUIRED" and column.name not in filled:
            raise Unfit(f"The required field {column.name} is not in the messages.")


def _topic_fields(topic: Any, schemas: TopicSchemas) -> list[Field]:
    revision = schemas.current(topic) if topic else None
    if revision is None:
        raise Unfit("use_topic_schema needs a topic with a schema.")
    return revision.definition.fields()


def _incompatible(name: str, expected: str, got: str) -> Unfit:
    return Unfit(f"Incompatible schema type for field {name}: expected {expected}, got {got}.")
