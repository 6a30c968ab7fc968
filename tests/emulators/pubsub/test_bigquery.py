from __future__ import annotations

import json
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import BigQueryConfig, Encoding, Subscription

from emulators.bigquery.columns import Column
from tests.emulators.loop_thread import eventually
from tests.emulators.pubsub.clients import Clients
from tests.emulators.pubsub.local_pubsub import LocalPubSub
from tests.emulators.pubsub.some_schemas import PROTO, create

PROJECT = "kvitto-test"
TABLE = f"{PROJECT}.commerce.events"
METADATA = (
    Column("subscription_name", "STRING"),
    Column("message_id", "STRING"),
    Column("publish_time", "TIMESTAMP"),
    Column("attributes", "JSON"),
)
EVENTS = (*METADATA, Column("data", "JSON"))
ORDER = {
    "type": "record",
    "name": "Order",
    "fields": [
        {"name": "id", "type": "string"},
        {"name": "sum", "type": ["null", "long"]},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["NEW", "PAID"]}},
    ],
}


def table(pubsub: LocalPubSub, *columns: Column) -> None:
    pubsub.loop.run(pubsub.warehouse.create_dataset(f"{PROJECT}.commerce"))
    pubsub.loop.run(pubsub.warehouse.create_table(TABLE, columns))


def into_table(clients: Clients, topic: str, config: dict[str, Any], **settings: Any) -> str:
    """Create a subscription that writes into the table; return its name."""
    return clients.subscription(topic, bigquery_config={"table": TABLE, **config}, **settings)


def rows(pubsub: LocalPubSub, sql: str) -> list[tuple[Any, ...]]:
    return pubsub.loop.run(pubsub.warehouse.query(sql, project=PROJECT)).rows


def arrived(pubsub: LocalPubSub, count: int) -> bool:
    """Wait until so many rows are there."""
    sql = "SELECT COUNT(*) FROM commerce.events"
    return eventually(lambda: rows(pubsub, sql) == [(count,)])


def destination(pubsub: LocalPubSub, subscription: str) -> tuple[Any, Any]:
    found = pubsub.clients.subscriber.get_subscription(subscription=subscription)
    return found.state, found.bigquery_config.state


def test_a_message_becomes_a_row_with_its_metadata(pubsub: LocalPubSub) -> None:
    table(pubsub, *EVENTS)
    topic = pubsub.clients.topic()
    subscription = into_table(pubsub.clients, topic, {"write_metadata": True})

    event = b'{"type": "order.paid.v1", "amount_minor": 1250}'
    [message_id] = pubsub.clients.publish(
        topic, event, attributes={"type": "order.paid.v1"}, ordering_key="order-1"
    )
    assert arrived(pubsub, 1)
    [row] = rows(
        pubsub,
        """
        SELECT subscription_name, message_id, JSON_VALUE(attributes, '$.type'),
               JSON_VALUE(attributes, '$.ordering_key'),
               SAFE_CAST(JSON_VALUE(data, '$.amount_minor') AS INT64),
               TIMESTAMP_DIFF(CURRENT_TIMESTAMP(), publish_time, MINUTE)
        FROM `kvitto-test.commerce.events`
        """,
    )

    assert row == (subscription, message_id, "order.paid.v1", "order-1", 1250, 0)


def test_without_metadata_the_data_is_the_row(pubsub: LocalPubSub) -> None:
    table(pubsub, Column("data", "BYTES"))
    topic = pubsub.clients.topic()
    into_table(pubsub.clients, topic, {})

    pubsub.clients.publish(topic, b"\x00\xff")

    assert arrived(pubsub, 1)
    assert rows(pubsub, "SELECT data FROM commerce.events") == [(b"\x00\xff",)]


def test_the_fields_of_the_topics_schema_are_columns(pubsub: LocalPubSub) -> None:
    table(
        pubsub,
        *METADATA,
        Column("id", "STRING"),
        Column("sum", "INT64"),
        Column("at", "TIMESTAMP"),
        Column("state", "INT64"),
    )
    schema = create(pubsub.clients, json.dumps(ORDER))
    settings = {"schema": schema.name, "encoding": Encoding.JSON}
    topic = pubsub.clients.topic(schema_settings=settings)
    into_table(pubsub.clients, topic, {"use_topic_schema": True, "write_metadata": True})

    pubsub.clients.publish(topic, b'{"id": "1", "sum": {"long": 5}, "at": 1000, "state": "PAID"}')

    assert arrived(pubsub, 1)
    sql = "SELECT id, sum, UNIX_SECONDS(`at`), state, message_id IS NULL FROM commerce.events"
    assert rows(pubsub, sql) == [("1", 5, 1, 1, False)]


def test_the_fields_of_a_protocol_buffer_are_columns(pubsub: LocalPubSub) -> None:
    table(
        pubsub, Column("id", "STRING"), Column("sum", "INT64"), Column("tags", "STRING", "REPEATED")
    )
    definition = (
        'syntax = "proto3"; message Order { string id = 1; int64 sum = 2; '
        "repeated string tags = 3; }"
    )
    schema = create(pubsub.clients, definition, PROTO)
    settings = {"schema": schema.name, "encoding": Encoding.JSON}
    topic = pubsub.clients.topic(schema_settings=settings)
    into_table(pubsub.clients, topic, {"use_topic_schema": True})

    pubsub.clients.publish(topic, b'{"id": "1", "sum": "5", "tags": ["a"]}')

    assert arrived(pubsub, 1)
    assert rows(pubsub, "SELECT id, sum, tags FROM commerce.events") == [("1", 5, ["a"])]


def test_the_fields_of_json_go_into_the_tables_columns(pubsub: LocalPubSub) -> None:
    table(pubsub, Column("id", "STRING", "REQUIRED"), Column("sum", "NUMERIC"))
    topic = pubsub.clients.topic()
    into_table(pubsub.clients, topic, {"use_table_schema": True, "drop_unknown_fields": True})

    pubsub.clients.publish(topic, b'{"id": "1", "sum": "1.5", "unknown": true}')

    assert arrived(pubsub, 1)
    sql = "SELECT id, CAST(sum AS STRING) FROM commerce.events"
    assert rows(pubsub, sql) == [("1", "1.500000000")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"id": "1", "unknown": true}', "unknown"),
        (b'{"sum": 1}', "Missing required field: id"),
        (b'{"id": "1", "sum": "much"}', "sum"),
        (b"[]", "not a JSON object"),
        (b"{", "not JSON"),
    ],
)
def test_what_makes_no_row_becomes_a_dead_letter_with_the_reason(
    pubsub: LocalPubSub, data: bytes, reason: str
) -> None:
    clients = pubsub.clients
    table(pubsub, Column("id", "STRING", "REQUIRED"), Column("sum", "NUMERIC"))
    topic, morgue = clients.topic(), clients.topic()
    mourners = clients.subscription(morgue)
    policy = {"dead_letter_topic": morgue, "max_delivery_attempts": 5}
    into_table(clients, topic, {"use_table_schema": True}, dead_letter_policy=policy)

    clients.publish(topic, data)
    clients.publish(topic, b'{"id": "2"}')
    [letter] = clients.pull(mourners)

    attributes = letter.message.attributes
    assert letter.message.data == data
    assert reason in attributes["CloudPubSubDeadLetterSourceDeliveryErrorMessage"]
    assert attributes["CloudPubSubDeadLetterSourceDeliveryCount"] == "5"
    assert arrived(pubsub, 1)


def test_without_its_table_a_subscription_waits_and_says_so(pubsub: LocalPubSub) -> None:
    table(pubsub, *EVENTS)
    topic = pubsub.clients.topic()
    subscription = into_table(pubsub.clients, topic, {"write_metadata": True})
    healthy = destination(pubsub, subscription)
    error = Subscription.State.RESOURCE_ERROR

    pubsub.loop.run(pubsub.warehouse.drop(TABLE))
    pubsub.clients.publish(topic, b"{}")
    missing = (error, BigQueryConfig.State.NOT_FOUND)
    assert eventually(lambda: destination(pubsub, subscription) == missing)
    pubsub.loop.run(pubsub.warehouse.create_table(TABLE, METADATA))
    pubsub.advance(seconds=31)
    mismatch = (error, BigQueryConfig.State.SCHEMA_MISMATCH)
    assert eventually(lambda: destination(pubsub, subscription) == mismatch)
    pubsub.loop.run(pubsub.warehouse.drop(TABLE))
    pubsub.loop.run(pubsub.warehouse.create_table(TABLE, EVENTS))
    pubsub.advance(seconds=31)

    assert arrived(pubsub, 1)
    assert eventually(lambda: destination(pubsub, subscription) == healthy)


@pytest.mark.parametrize(
    ("columns", "config"),
    [
        (METADATA, {}),
        ((Column("data", "INT64"),), {}),
        ((Column("data", "STRING"),), {"write_metadata": True}),
        ((Column("data", "STRING"), Column("more", "STRING", "REQUIRED")), {}),
        (EVENTS, {"use_topic_schema": True}),
        (EVENTS, {"use_topic_schema": True, "use_table_schema": True}),
        (EVENTS, {"table": "commerce.events"}),
    ],
)
def test_a_table_that_does_not_suit_is_refused(
    pubsub: LocalPubSub, columns: tuple[Column, ...], config: dict[str, Any]
) -> None:
    table(pubsub, *columns)
    topic = pubsub.clients.topic()

    with pytest.raises(InvalidArgument):
        into_table(pubsub.clients, topic, config)


@pytest.mark.parametrize(
    ("columns", "drop_unknown_fields"),
    [
        ((Column("id", "INT64"), Column("sum", "INT64"), Column("at", "TIMESTAMP")), False),
        ((Column("id", "STRING"), Column("sum", "INT64")), False),
        ((Column("id", "STRING", "REPEATED"),), True),
    ],
)
def test_a_table_that_does_not_suit_the_topics_schema_is_refused(
    pubsub: LocalPubSub, columns: tuple[Column, ...], *, drop_unknown_fields: bool
) -> None:
    table(pubsub, *columns)
    schema = create(pubsub.clients, json.dumps(ORDER))
    settings = {"schema": schema.name, "encoding": Encoding.JSON}
    topic = pubsub.clients.topic(schema_settings=settings)
    config = {"use_topic_schema": True, "drop_unknown_fields": drop_unknown_fields}

    with pytest.raises(InvalidArgument):
        into_table(pubsub.clients, topic, config)


def test_a_table_has_to_be_there(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()

    with pytest.raises(NotFound):
        into_table(pubsub.clients, topic, {})
