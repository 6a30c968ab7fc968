"""Schemas of an order, and what is done with them."""

from __future__ import annotations

import io
import json
from typing import Any

import fastavro
from google.pubsub_v1 import Schema

from tests.emulators.pubsub.clients import PROJECT, Clients, a_schema_id

AVRO = Schema.Type.AVRO
PROTO = Schema.Type.PROTOCOL_BUFFER
NAME = {"name": "id", "type": "string"}
NOTE = {"name": "note", "type": ["null", "string"], "default": None}
ORDER_PROTO = 'syntax = "proto3"; message Order { string id = 1; }'


def order(*fields: dict[str, Any]) -> str:
    return json.dumps({"type": "record", "name": "Order", "fields": [NAME, *fields]})


def create(clients: Clients, definition: str, kind: Any = AVRO) -> Schema:
    return clients.schemas.create_schema(
        parent=PROJECT,
        schema=Schema(type_=kind, definition=definition),
        schema_id=a_schema_id(),
    )


def commit(clients: Clients, schema: Schema, definition: str) -> Schema:
    revision = Schema(name=schema.name, type_=schema.type_, definition=definition)
    return clients.schemas.commit_schema(name=schema.name, schema=revision)


def revisions(clients: Clients, schema: Schema) -> list[str]:
    listed = clients.schemas.list_schema_revisions(name=schema.name)
    return [one.revision_id for one in listed]


def avro_bytes(value: Any, schema: Any) -> bytes:
    target = io.BytesIO()
    fastavro.schemaless_writer(target, fastavro.parse_schema(schema), value)
    return target.getvalue()
