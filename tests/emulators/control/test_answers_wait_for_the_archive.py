"""No answer leaves the local cloud before what it tells of is sure to survive."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest
from google.cloud import tasks_v2

from emulators.archives.kept import Kept
from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local, running


class Counting(Kept):
    """Counts how often it was made sure of."""

    def __init__(self) -> None:
        super().__init__()
        self.commits = 0

    def commit(self) -> None:
        self.commits += 1


def firestore(local: Local) -> None:
    with clients.database(local) as client:
        client.collection("things").document("one").set({"n": 1})


def pubsub(local: Local) -> None:
    with clients.publisher(local) as publisher:
        publisher.publish(TOPOLOGY.topic_name("commerce-events"), b"x").result(10)


def tasks(local: Local) -> None:
    request = tasks_v2.HttpRequest(url="https://nobody.example/")
    with clients.tasks(local) as client:
        client.create_task(
            parent=TOPOLOGY.queue_name("receipts"), task=tasks_v2.Task(http_request=request)
        )


def storage(local: Local) -> None:
    with clients.bucket(local) as bucket:
        bucket.blob("a").upload_from_string(b"1")


def stripe(local: Local) -> None:
    _post(
        f"http://127.0.0.1:{local.ports.stripe}/v1/customers",
        b"name=Test",
        {"Authorization": "Bearer sk_test_" + "x" * 24},
    )


def pubsub_rest(local: Local) -> None:
    topic = TOPOLOGY.topic_name("commerce-events")
    _post(
        f"http://127.0.0.1:{local.ports.pubsub_rest}/v1/{topic}:publish",
        b'{"messages": [{"data": "eA=="}]}',
        {"Content-Type": "application/json"},
    )


def _post(url: str, body: bytes, headers: dict[str, str]) -> None:
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - our own
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
        assert answer.status == 200


@pytest.mark.parametrize("write", [firestore, pubsub, tasks, storage, stripe, pubsub_rest])
def test_an_answer_makes_sure_of_the_archive_first(write: Callable[[Local], None]) -> None:
    archive = Counting()
    with running(lambda: archive) as local:
        before = local.loop.call(lambda: archive.commits)
        write(local)

        assert local.loop.call(lambda: archive.commits) > before
