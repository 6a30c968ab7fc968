from __future__ import annotations

import json
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import Encoding, Schema

from tests.emulators.pubsub.clients import PROJECT, Clients
from tests.emulators.pubsub.some_schemas import (
    AVRO,
    NOTE,
    ORDER_PROTO,
    PROTO,
    avro_bytes,
    create,
    order,
)

JSON, BINARY = Encoding.JSON, Encoding.BINARY
EVERY_TYPE = {
    "type": "record",
    "name": "Every",
    "namespace": "shop",
    "fields": [
        {"name": "no", "type": "null"},
        {"name": "flag", "type": "boolean"},
        {"name": "small", "type": "int"},
        {"name": "large", "type": "long"},
        {"name": "real", "type": "double"},
        {"name": "blob", "type": "bytes"},
        {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 2}},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["A", "B"]}},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "counts", "type": {"type": "map", "values": "long"}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "other", "type": ["null", "Hash", "string"]},
    ],
}
EVERY_VALUE = {
    "no": None,
    "flag": True,
    "small": 1,
    "large": 2**40,
    "real": 1,
    "blob": "\u00ff",
    "hash": "ab",
    "state": "A",
    "tags": ["x"],
    "counts": {"x": 1},
    "at": 1_000,
    "other": {"shop.Hash": "cd"},
}


def validate(clients: Clients, kind: Any, definition: str, message: bytes, encoding: Any) -> None:
    schema = Schema(type_=kind, definition=definition)
    clients.schemas.validate_message(
        request={"parent": PROJECT, "schema": schema, "message": message, "encoding": encoding}
    )


@pytest.mark.parametrize(
    ("message", "encoding"),
    [
        (b'{"id": "1", "note": null}', JSON),
        (b'{"note": {"string": "x"}, "id": "1"}', JSON),
        (avro_bytes({"id": "1", "note": "x"}, json.loads(order(NOTE))), BINARY),
    ],
)
def test_a_message_that_fits_validates(any_clients: Clients, message: bytes, encoding: Any) -> None:
    validate(any_clients, AVRO, order(NOTE), message, encoding)

    with pytest.raises(InvalidArgument):
        validate(any_clients, AVRO, order(NOTE), b"\x02", encoding)


@pytest.mark.parametrize(
    "message",
    [
        b"nope",
        b"[]",
        b'{"id": "1"}',
        b'{"id": 1, "note": null}',
        b'{"id": "1", "note": "x"}',
        b'{"id": "1", "note": {"int": 1}}',
    ],
)
def test_json_that_does_not_fit_avro_is_refused(any_clients: Clients, message: bytes) -> None:
    with pytest.raises(InvalidArgument):
        validate(any_clients, AVRO, order(NOTE), message, JSON)


def test_every_avro_type_has_its_json(any_clients: Clients) -> None:
    definition = json.dumps(EVERY_TYPE)

    validate(any_clients, AVRO, definition, json.dumps(EVERY_VALUE).encode(), JSON)

    for name, wrong in (
        ("no", 0),
        ("flag", 1),
        ("small", 2**31),
        ("large", "1"),
        ("real", "1"),
        ("hash", "abc"),
        ("state", "C"),
        ("tags", ["x", 1]),
        ("counts", {"x": "1"}),
        ("other", {"Nothing": "cd"}),
    ):
        with pytest.raises(InvalidArgument):
            validate(
                any_clients,
                AVRO,
                definition,
                json.dumps({**EVERY_VALUE, name: wrong}).encode(),
                JSON,
            )


@pytest.mark.parametrize(
    ("message", "encoding", "fits"),
    [
        (b"\x0a\x011", BINARY, True),
        (b"", BINARY, True),
        (b"\x0a\x051", BINARY, False),
        (b"\x10\x01", BINARY, False),
        (b'{"id": "1"}', JSON, True),
        (b'{"id": 1}', JSON, False),
        (b'{"other": 1}', JSON, False),
        (b"\xff", JSON, False),
    ],
)
def test_a_message_fits_a_protocol_buffer_or_not(
    clients: Clients, message: bytes, encoding: Any, *, fits: bool
) -> None:
    if fits:
        validate(clients, PROTO, ORDER_PROTO, message, encoding)
    else:
        with pytest.raises(InvalidArgument, match="schema validation"):
            validate(clients, PROTO, ORDER_PROTO, message, encoding)


def test_unknown_fields_deep_in_a_message_are_refused_too(clients: Clients) -> None:
    definition = """
        syntax = "proto3";
        package shop;
        message Order {
          message Line { string sku = 1; }
          enum State { NEW = 0; PAID = 1; }
          repeated Line lines = 1;
          map<string, Line> by_name = 2;
          oneof payment { string card = 3; int64 cash = 4; }
          State state = 5;
        }
    """
    good = b'{"lines": [{"sku": "a"}], "byName": {"x": {"sku": "b"}}, "cash": "5", "state": "PAID"}'

    validate(clients, PROTO, definition, good, JSON)
    for bad in (b"\x0a\x02\x10\x01", b"\x12\x07\x0a\x01x\x12\x02\x10\x01"):
        with pytest.raises(InvalidArgument):
            validate(clients, PROTO, definition, bad, BINARY)


def test_a_message_is_validated_by_a_schema_of_the_project(clients: Clients) -> None:
    schema = create(clients, order())
    request = {"parent": PROJECT, "name": schema.name, "message": b'{"id": "1"}'}

    clients.schemas.validate_message(request={**request, "encoding": JSON})

    with pytest.raises(InvalidArgument):
        clients.schemas.validate_message(request=request)
    with pytest.raises(NotFound):
        clients.schemas.validate_message(
            request={**request, "name": f"{PROJECT}/schemas/none", "encoding": JSON}
        )
