"""Services of one cloud that call each other, also after one of them was started anew."""

from __future__ import annotations

from google.cloud import secretmanager_v1
from google.cloud.secretmanager_v1.services.secret_manager_service import transports
from google.pubsub_v1 import CloudStorageConfig

from emulators.cloud.local_cloud import LocalCloud
from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local

TOPIC = TOPOLOGY.topic_name("commerce-events")
BUCKET = TOPOLOGY.buckets[0].name


def test_an_object_is_told_of_to_a_topic(local: Local) -> None:
    name = f"projects/{clients.PROJECT}/subscriptions/mine"
    with (
        clients.bucket(local) as bucket,
        clients.subscriber(local) as subscriber,
    ):
        subscriber.create_subscription(name=name, topic=TOPIC)
        bucket.notification(topic_name="commerce-events", topic_project=clients.PROJECT).create()
        local.done("POST", "/services/pubsub/restart")
        bucket.blob("a").upload_from_string(b"1")
        (received,) = subscriber.pull(subscription=name, max_messages=1).received_messages

    assert received.message.attributes["eventType"] == "OBJECT_FINALIZE"
    assert received.message.attributes["objectId"] == "a"


def test_a_subscription_writes_into_a_bucket(local: Local) -> None:
    name = f"projects/{clients.PROJECT}/subscriptions/archive"
    with (
        clients.bucket(local) as bucket,
        clients.subscriber(local) as subscriber,
        clients.publisher(local) as publisher,
    ):
        request = {
            "name": name,
            "topic": TOPIC,
            "cloud_storage_config": CloudStorageConfig(bucket=BUCKET, filename_prefix="kept/"),
        }
        subscriber.create_subscription(request=request)
        local.done("POST", "/services/storage/restart")
        publisher.publish(TOPIC, b"one").result(10)
        local.done("POST", "/clock", {"advance_seconds": 600})
        contents = [blob.download_as_bytes() for blob in bucket.list_blobs(prefix="kept/")]

    assert b"one" in b"".join(contents)


def test_secret_manager_holds_what_the_cloud_was_given(local: Local) -> None:
    async def provision(cloud: LocalCloud) -> None:
        server = cloud.services["secrets"].server
        await server.provision(f"projects/{clients.PROJECT}", {"a-secret": [b"hush"]})

    local.loop.run(provision(local.cloud))
    with clients.channel(local.ports.secrets) as channel:
        transport = transports.SecretManagerServiceGrpcTransport(channel=channel)
        client = secretmanager_v1.SecretManagerServiceClient(transport=transport)
        name = f"projects/{clients.PROJECT}/secrets/a-secret/versions/latest"
        payload = client.access_secret_version(name=name).payload.data

    assert payload == b"hush"
