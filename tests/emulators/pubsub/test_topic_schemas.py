from __future__ import annotations

import json

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import Encoding

from tests.emulators.pubsub.clients import PROJECT, Clients, datas
from tests.emulators.pubsub.some_schemas import NOTE, avro_bytes, commit, create, order

JSON, BINARY = Encoding.JSON, Encoding.BINARY


def test_a_topic_with_a_schema_takes_only_what_fits(any_clients: Clients) -> None:
    schema = create(any_clients, order())
    topic = any_clients.topic(schema_settings={"schema": schema.name, "encoding": JSON})
    subscription = any_clients.subscription(topic)

    with pytest.raises(InvalidArgument):
        any_clients.publish(topic, b'{"id": "1"}', b"{}")
    any_clients.publish(topic, b'{"id": "2"}', attributes={"a": "b"})
    [received] = any_clients.pull(subscription)

    assert received.message.data == b'{"id": "2"}'
    assert dict(received.message.attributes) == {
        "a": "b",
        "googclient_schemaencoding": "JSON",
        "googclient_schemaname": schema.name,
        "googclient_schemarevisionid": schema.revision_id,
    }


def test_the_refusal_says_what_was_wrong(clients: Clients) -> None:
    schema = create(clients, order())
    topic = clients.topic(schema_settings={"schema": schema.name, "encoding": JSON})

    with pytest.raises(InvalidArgument) as refused:
        clients.publish(topic, b'{"id": 1}')

    [info] = refused.value.details
    assert refused.value.message == "Invalid data in message: Message failed schema validation."
    assert info.reason == "INVALID_JSON_AVRO_MESSAGE"
    assert f"revision_id={schema.revision_id}" in info.metadata["revisionInfo"]
    assert (
        "number_integer does not match schema which expected string"
        in (info.metadata["revisionInfo"])
    )


def test_a_message_is_marked_with_the_newest_revision_it_fits(clients: Clients) -> None:
    first = create(clients, order())
    second = commit(clients, first, order(NOTE))
    topic = clients.topic(schema_settings={"schema": first.name, "encoding": JSON})
    subscription = clients.subscription(topic)

    clients.publish(topic, b'{"id": "1"}', b'{"id": "1", "note": null}')

    marks = [
        one.message.attributes["googclient_schemarevisionid"] for one in clients.pull(subscription)
    ]
    assert marks == [first.revision_id, second.revision_id]


def test_a_topic_can_allow_a_range_of_revisions(clients: Clients) -> None:
    first = create(clients, order())
    second = commit(clients, first, order(NOTE))
    settings = {"schema": first.name, "encoding": JSON}
    topic = clients.topic(schema_settings={**settings, "first_revision_id": second.revision_id})

    with pytest.raises(InvalidArgument):
        clients.publish(topic, b'{"id": "1"}')
    clients.publisher.update_topic(
        request={
            "topic": {
                "name": topic,
                "schema_settings": {**settings, "last_revision_id": first.revision_id},
            },
            "update_mask": {"paths": ["schema_settings"]},
        }
    )

    assert clients.publish(topic, b'{"id": "1"}')


def test_a_range_outlives_the_revision_at_its_end(clients: Clients) -> None:
    first = create(clients, order())
    commit(clients, first, order(NOTE))
    settings = {"schema": first.name, "encoding": JSON, "first_revision_id": first.revision_id}
    topic = clients.topic(schema_settings=settings)

    clients.schemas.delete_schema_revision(name=f"{first.name}@{first.revision_id}")

    assert clients.publish(topic, b'{"id": "1", "note": null}')
    with pytest.raises(InvalidArgument):
        clients.publish(topic, b'{"id": "1"}')


def test_a_topic_needs_a_schema_that_is_there_and_an_encoding(any_clients: Clients) -> None:
    schema = create(any_clients, order())

    for settings, refusal in (
        ({"schema": f"{PROJECT}/schemas/none", "encoding": JSON}, NotFound),
        ({"schema": schema.name}, InvalidArgument),
        ({"schema": schema.name, "encoding": JSON, "first_revision_id": "00000000"}, NotFound),
    ):
        with pytest.raises(refusal):
            any_clients.topic(schema_settings=settings)


def test_without_its_schema_a_topic_takes_nothing(any_clients: Clients) -> None:
    schema = create(any_clients, order())
    topic = any_clients.topic(schema_settings={"schema": schema.name, "encoding": JSON})

    any_clients.schemas.delete_schema(name=schema.name)

    found = any_clients.publisher.get_topic(topic=topic)
    assert found.schema_settings.schema == "_deleted-schema_"
    with pytest.raises(NotFound):
        any_clients.publish(topic, b'{"id": "1"}')


def test_binary_messages_pass_through_a_topic(clients: Clients) -> None:
    schema = create(clients, order(NOTE))
    topic = clients.topic(schema_settings={"schema": schema.name, "encoding": BINARY})
    subscription = clients.subscription(topic)
    message = avro_bytes({"id": "1", "note": "x"}, json.loads(order(NOTE)))

    with pytest.raises(InvalidArgument):
        clients.publish(topic, message + b"\x00")
    clients.publish(topic, message)

    assert datas(clients.pull(subscription)) == [message]
