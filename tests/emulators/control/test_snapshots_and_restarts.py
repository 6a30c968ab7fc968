"""Going back to a snapshot, and servers that end and come back, under clients that stay."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from google.api_core import exceptions

from emulators.archives.kept import Kept
from emulators.archives.lasting import Lasting
from emulators.archives.snapshot import Restorable
from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local, Received, running

TOPIC = TOPOLOGY.topic_name("commerce-events")
SECONDS_MAX = 2.0


@pytest.mark.parametrize("lasting", [False, True])
def test_a_restore_brings_back_what_every_service_held(tmp_path: Path, *, lasting: bool) -> None:
    def open_archive() -> Restorable:
        return Lasting(tmp_path / "cloud.sqlite") if lasting else Kept()

    with (
        running(open_archive) as local,
        clients.database(local) as client,
        clients.bucket(local) as bucket,
        clients.subscriber(local) as subscriber,
        clients.publisher(local) as publisher,
    ):
        name = f"projects/{clients.PROJECT}/subscriptions/mine"
        subscriber.create_subscription(name=name, topic=TOPIC)
        client.collection("things").document("one").set({"n": 1})
        bucket.blob("a").upload_from_string(b"before")
        publisher.publish(TOPIC, b"waiting").result(10)
        taken = local.done("POST", "/snapshots", {"name": "one"})
        client.collection("things").document("one").set({"n": 2})
        client.collection("things").document("two").set({"n": 2})
        bucket.blob("a").upload_from_string(b"after")
        subscriber.delete_subscription(subscription=name)

        local.done("POST", "/snapshots/one/restore")

        things = {one.id: one.to_dict() for one in client.collection("things").stream()}
        content = bucket.blob("a").download_as_bytes()
        (received,) = subscriber.pull(subscription=name, max_messages=1).received_messages
        records = local.done("GET", "/state")["services"]["firestore"]["records"]

    assert things == {"one": {"n": 1}}
    assert content == b"before"
    assert received.message.data == b"waiting"
    assert records == taken["records"]["firestore"]


def test_a_restore_takes_the_clock_back_too(local: Local) -> None:
    local.done("POST", "/clock", {"pause": True})
    before = local.now()
    local.done("POST", "/snapshots", {"name": "one"})
    local.done("POST", "/clock", {"advance_seconds": 3600})

    local.done("POST", "/snapshots/one/restore")

    assert local.now() == before
    assert local.done("GET", "/clock")["is_paused"]


def test_a_retry_that_was_waiting_waits_again_after_a_restore(local: Local) -> None:
    local.receivers.statuses["payment-processor"] = [500]
    with clients.publisher(local) as publisher:
        topic = TOPOLOGY.topic_name("provider-events")
        publisher.publish(topic, b"once more", provider="stripe").result(10)
    first = local.receivers.next()
    local.done("POST", "/snapshots", {"name": "one"})
    local.done("POST", "/snapshots/one/restore")
    local.done("POST", "/clock", {"advance_seconds": 60})

    again = [_message_id(one) for one in local.receivers.all() if b"messageId" in one.body]
    assert again == [_message_id(first)]


def test_snapshots_are_listed_and_dropped_and_their_names_are_taken_once(local: Local) -> None:
    local.done("POST", "/snapshots", {"name": "one"})
    taken = local.ask("POST", "/snapshots", {"name": "one"}).status
    listed = [one["name"] for one in local.done("GET", "/snapshots")["snapshots"]]
    local.done("DELETE", "/snapshots/one")

    assert (taken, listed) == (409, ["one"])
    assert local.done("GET", "/snapshots")["snapshots"] == []


@pytest.mark.parametrize(
    "name", ["identity", "firestore", "storage", "ses", "stripe", "pubsub", "tasks", "scheduler"]
)
def test_any_service_comes_back_on_its_port_within_two_seconds(local: Local, name: str) -> None:
    with clients.database(local) as client, clients.tasks(local) as tasks:
        client.collection("things").document("one").set({"n": 1})
        for _ in range(3):
            answer = local.done("POST", f"/services/{name}/restart")
            assert answer["restarted_in_seconds"] < SECONDS_MAX
        found = client.collection("things").document("one").get().to_dict()
        queue = tasks.get_queue(name=TOPOLOGY.queue_name("receipts"))

    assert found == {"n": 1}
    assert queue.name == TOPOLOGY.queue_name("receipts")


def test_faults_outlive_the_restart_of_a_service(local: Local) -> None:
    local.fault(kind="drop_before", service="firestore", method="Commit", times=1)
    local.done("POST", "/services/firestore/restart")
    with clients.database(local) as client:
        document = client.collection("things").document("one")
        with pytest.raises(exceptions.ServiceUnavailable):
            document.set({"n": 1}, retry=None)
        document.set({"n": 2}, retry=None)

        assert document.get().to_dict() == {"n": 2}


def test_a_lease_from_before_a_restart_of_pubsub_is_given_out_again(local: Local) -> None:
    name = f"projects/{clients.PROJECT}/subscriptions/mine"
    with clients.subscriber(local) as subscriber, clients.publisher(local) as publisher:
        subscriber.create_subscription(name=name, topic=TOPIC)
        publisher.publish(TOPIC, b"one").result(10)
        subscriber.pull(subscription=name, max_messages=1)
        local.done("POST", "/services/pubsub/restart")
        (again,) = subscriber.pull(subscription=name, max_messages=1).received_messages

    assert again.message.data == b"one"
    assert local.now() - again.message.publish_time < timedelta(minutes=1)


def _message_id(push: Received) -> str:
    message_id: str = json.loads(push.body)["message"]["messageId"]
    return message_id
