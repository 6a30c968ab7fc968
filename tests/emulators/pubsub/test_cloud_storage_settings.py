from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, NotFound
from google.pubsub_v1 import CloudStorageConfig, Encoding

from tests.emulators.pubsub.local_pubsub import LocalPubSub
from tests.emulators.pubsub.some_schemas import create
from tests.emulators.pubsub.test_cloud_storage import archived


def test_the_defaults_are_filled_in(pubsub: LocalPubSub) -> None:
    subscription = archived(pubsub, pubsub.clients.topic(), {})

    found = pubsub.clients.subscriber.get_subscription(subscription=subscription)

    assert found.cloud_storage_config.max_duration == timedelta(minutes=5)
    assert found.cloud_storage_config.state is CloudStorageConfig.State.ACTIVE
    assert "text_config" in found.cloud_storage_config
    assert found.ack_deadline_seconds == 300


@pytest.mark.parametrize(
    "config",
    [
        {"bucket": "No Bucket"},
        {"filename_suffix": "x/"},
        {"filename_datetime_format": "YYYY-MM-DD"},
        {"filename_datetime_format": "YYYY-MM-DD hh:mm:ss"},
        {"filename_datetime_format": "YY-YYYY-MM-DDThh:mm:ss"},
        {"max_duration": {"seconds": 59}},
        {"max_duration": {"seconds": 601}},
        {"max_bytes": 999},
        {"max_messages": 999},
        {"avro_config": {"use_topic_schema": True}},
    ],
)
def test_a_configuration_out_of_bounds_is_refused(
    pubsub: LocalPubSub, config: dict[str, Any]
) -> None:
    topic = pubsub.clients.topic()

    with pytest.raises(InvalidArgument):
        archived(pubsub, topic, config)


def test_a_bucket_has_to_be_there_and_the_only_destination(pubsub: LocalPubSub) -> None:
    topic = pubsub.clients.topic()

    with pytest.raises(NotFound, match="nowhere"):
        archived(pubsub, topic, {"bucket": "nowhere"})
    with pytest.raises(InvalidArgument):
        archived(pubsub, topic, {}, push_config={"push_endpoint": "https://shop.example/push"})
    with pytest.raises(InvalidArgument):
        archived(pubsub, topic, {"max_duration": {"seconds": 120}}, ack_deadline_seconds=60)


def test_a_schema_that_uses_the_metadatas_names_is_refused(pubsub: LocalPubSub) -> None:
    definition = {
        "type": "record",
        "name": "Bad",
        "fields": [{"name": "message_id", "type": "string"}],
    }
    schema = create(pubsub.clients, json.dumps(definition))
    settings = {"schema": schema.name, "encoding": Encoding.JSON}
    topic = pubsub.clients.topic(schema_settings=settings)

    with pytest.raises(InvalidArgument, match="message_id"):
        archived(pubsub, topic, {"avro_config": {"use_topic_schema": True, "write_metadata": True}})
