"""Schemas in Apache Avro."""

from __future__ import annotations

import io
import json
from typing import Any

import fastavro

from emulators.pubsub.schemas.avro_json import from_json
from emulators.pubsub.schemas.avro_types import (
    Named,
    Node,
    described,
    inner,
    named_types,
    resolved,
    type_of,
)
from emulators.pubsub.schemas.definition import JSON, Definition, Field, Unfit


class AvroDefinition:
    def __init__(self, text: str) -> None:
        try:
            self.schema: Node = json.loads(text)
            self.parsed: Any = fastavro.parse_schema(self.schema)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Unfit(str(error)) from error
        except fastavro.schema.SchemaParseException as error:
            raise Unfit(str(error)) from error
        except fastavro.schema.UnknownType as error:
            raise Unfit(f"unknown type {error}") from error
        self.named: Named = named_types(self.parsed)

    def decode(self, data: bytes, encoding: int) -> Any:
        if encoding == JSON:
            return self._decode_json(data)
        source = io.BytesIO(data)
        try:
            value = fastavro.schemaless_reader(source, self.parsed, None)
        except (EOFError, IndexError, ValueError, OverflowError) as error:
            raise Unfit(f"Could not parse binary message: {error}") from error
        if source.read(1):
            raise Unfit("Too much data to parse for schema.")
        return value

    def row(self, value: Any) -> dict[str, Any]:
        row = dict(value)
        for name, field in self.fields_by_name().items():
            node = resolved(self._without_null(field["type"]), self.named)
            if type_of(node) == "enum" and row[name] is not None:
                row[name] = node["symbols"].index(row[name])
        return row

    def fields(self) -> list[Field]:
        return [self._field(field["name"], field["type"]) for field in self._record()["fields"]]

    def require_compatible_with(self, earlier: Definition) -> None:
        if not isinstance(earlier, AvroDefinition):
            raise Unfit("the type of a schema does not change")
        if described(self.parsed, self.named) == described(earlier.parsed, earlier.named):
            return
        ours, theirs = self.fields_by_name(), earlier.fields_by_name()
        for name in sorted(ours.keys() ^ theirs.keys()):
            if "default" not in (ours.get(name) or theirs[name]):
                raise Unfit(f"{name} is on one side only and has no default")
        for name in sorted(ours.keys() & theirs.keys()):
            mine = described(ours[name]["type"], self.named)
            other = described(theirs[name]["type"], earlier.named)
            if mine != other:
                raise Unfit(f"{name} of type {mine} is not compatible with {name} of type {other}")

    def fields_by_name(self) -> dict[str, Any]:
        return {field["name"]: field for field in self._record()["fields"]}

    def _decode_json(self, data: bytes) -> Any:
        try:
            value = json.loads(data)
        except ValueError as error:
            raise Unfit(f"Could not parse JSON message: {error}") from error
        return from_json(value, self.parsed, self.named)

    def _record(self) -> Any:
        schema = self.parsed
        if not isinstance(schema, dict) or schema.get("type") != "record":
            raise Unfit("the schema is not a record")
        return schema

    def _field(self, name: str, node: Node) -> Field:
        node = self._without_null(node)
        kind = described(inner(node, self.named), self.named)
        if isinstance(node, dict) and node.get("type") in {"array", "map"}:
            return Field(name, kind, repeated=True)
        return Field(name, kind, repeated=False)

    def _without_null(self, node: Node) -> Node:
        """`T` of the union of null and `T`; other unions stay."""
        if not isinstance(node, list):
            return node
        others = [branch for branch in node if branch != "null"]
        return others[0] if len(others) == 1 else node
