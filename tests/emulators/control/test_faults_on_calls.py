"""Whatever a client asks of any service can go wrong on request, as it goes wrong in earnest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from google.api_core import exceptions
from google.cloud.exceptions import GoogleCloudError

from tests.emulators.control import clients
from tests.emulators.control.local_cloud import TOPOLOGY, Local
from tests.emulators.loop_thread import DEADLINE_SECONDS

TOPIC = TOPOLOGY.topic_name(TOPOLOGY.topics[0])
QUEUE = TOPOLOGY.queue_name("receipts")


def test_a_call_that_is_dropped_before_did_nothing(local: Local) -> None:
    local.fault(kind="drop_before", service="firestore", method="Commit", times=1)
    with clients.database(local) as client:
        document = client.collection("things").document("one")
        with pytest.raises(exceptions.ServiceUnavailable, match="Socket closed"):
            document.set({"n": 1}, retry=None)
        exists = document.get(retry=None).exists
        document.set({"n": 2}, retry=None)

    assert not exists
    assert local.done("GET", "/faults")["faults"] == []


def test_a_call_that_is_dropped_after_was_done(local: Local) -> None:
    local.fault(kind="drop_after", service="firestore", method="Commit", times=1)
    with clients.database(local) as client:
        document = client.collection("things").document("one")
        with pytest.raises(exceptions.ServiceUnavailable):
            document.set({"n": 1}, retry=None)

        assert document.get(retry=None).to_dict() == {"n": 1}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ABORTED", exceptions.Aborted),
        ("RESOURCE_EXHAUSTED", exceptions.ResourceExhausted),
        (504, exceptions.DeadlineExceeded),
    ],
)
def test_an_error_has_the_code_and_the_words_that_were_asked_for(
    local: Local, code: str | int, error: type[Exception]
) -> None:
    local.fault(kind="error", service="tasks", code=code, message="so there")
    with clients.tasks(local) as client, pytest.raises(error, match="so there"):
        client.get_queue(name=QUEUE, retry=None)


def test_only_the_resource_that_was_aimed_at_is_met(local: Local) -> None:
    local.fault(kind="error", service="firestore", code="ABORTED", resource="*/orders/*")
    with clients.database(local) as client:
        client.collection("customers").document("one").set({"n": 1}, retry=None)
        with pytest.raises(exceptions.Aborted):
            client.collection("orders").document("one").set({"n": 1}, retry=None)


def test_a_stream_of_answers_ends_after_so_many(local: Local) -> None:
    query = {"from_": [{"collection_id": "things"}]}
    request = {"parent": f"{clients.DATABASE}/documents", "structured_query": query}
    with clients.database(local) as client:
        for number in range(5):
            client.collection("things").document(str(number)).set({"n": number}, retry=None)
        local.fault(
            kind="disconnect", service="firestore", method="RunQuery", after_messages=2, times=1
        )
        api = client._firestore_api  # noqa: SLF001 - what is above it hides what has come
        answers = api.run_query(request=request, retry=None)
        seen = [next(answers).document.name, next(answers).document.name]
        with pytest.raises(exceptions.ServiceUnavailable):
            next(answers)
        again = list(api.run_query(request=request, retry=None))

    assert len(set(seen)) == 2
    assert len([response for response in again if response.document]) == 5


def test_an_open_stream_is_cut_at_once_and_the_client_comes_back(local: Local) -> None:
    taken: list[bytes] = []
    came = threading.Event()

    def take(message: object) -> None:
        taken.append(message.data)  # type: ignore[attr-defined]
        message.ack()  # type: ignore[attr-defined]
        came.set()

    name = f"projects/{clients.PROJECT}/subscriptions/watched"
    with clients.publisher(local) as publisher, clients.subscriber(local) as subscriber:
        subscriber.create_subscription(name=name, topic=TOPIC, retry=None)
        pulling = subscriber.subscribe(name, take)
        _until(lambda: len(_open_streams(local)) == 1)
        first = _open_streams(local)
        local.fault(kind="disconnect", service="pubsub", method="StreamingPull", times=1)
        _until(lambda: _open_streams(local) not in ([], first))
        publisher.publish(TOPIC, b"after the cut").result(DEADLINE_SECONDS)
        came.wait(DEADLINE_SECONDS)
        pulling.cancel()
        pulling.result(DEADLINE_SECONDS)

    assert taken == [b"after the cut"]


def test_latency_passes_with_the_clock(local: Local) -> None:
    local.fault(kind="latency", service="firestore", method="Commit", seconds=3600, times=1)
    with clients.database(local) as client:
        document = client.collection("things").document("one")
        writing = threading.Thread(target=lambda: document.set({"n": 1}, retry=None))
        writing.start()
        _until(lambda: local.done("GET", "/faults")["faults"] == [])
        written_early = document.get(retry=None).exists
        local.done("POST", "/clock", {"advance_seconds": 3600})
        writing.join(DEADLINE_SECONDS)

        assert not written_early
        assert document.get(retry=None).exists


def test_a_throttle_lets_so_many_a_second_pass(local: Local) -> None:
    local.fault(kind="throttle", service="tasks", per_second=3)
    local.done("POST", "/clock", {"pause": True})

    def asked() -> list[str]:
        with clients.tasks(local) as client:
            return [_outcome(lambda: client.get_queue(name=QUEUE, retry=None)) for _ in range(5)]

    first = asked()
    local.done("POST", "/clock", {"advance_seconds": 1})

    assert first == ["done"] * 3 + ["ResourceExhausted"] * 2
    assert asked() == first


def test_the_same_seed_meets_the_same_calls(local: Local) -> None:
    def run(seed: int) -> list[str]:
        fault = local.fault(kind="error", service="tasks", probability=0.5, seed=seed)
        with clients.tasks(local) as client:
            outcomes = [
                _outcome(lambda: client.get_queue(name=QUEUE, retry=None)) for _ in range(20)
            ]
        local.done("DELETE", f"/faults/{fault}")
        return outcomes

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert set(run(1)) == {"done", "ServiceUnavailable"}


def test_an_object_s_upload_can_be_refused_lost_and_repeated(local: Local) -> None:
    with clients.bucket(local) as bucket:
        local.fault(kind="error", service="storage", method="POST", code=403, times=1)
        with pytest.raises(GoogleCloudError):
            bucket.blob("a").upload_from_string(b"1", retry=None, if_generation_match=0)
        local.fault(kind="drop_after", service="storage", method="POST", times=1)
        with pytest.raises(Exception, match=r"Remote end closed connection|Connection"):
            bucket.blob("a").upload_from_string(b"1", retry=None, if_generation_match=0)
        with pytest.raises(exceptions.PreconditionFailed):
            bucket.blob("a").upload_from_string(b"1", retry=None, if_generation_match=0)


def test_faults_are_listed_until_they_are_taken_away(local: Local) -> None:
    first = local.fault(kind="drop_before", service="tasks")
    second = local.fault(kind="duplicate", service="pubsub", copies=2)
    listed = [(one["id"], one["kind"], one["on"]) for one in local.done("GET", "/faults")["faults"]]
    local.done("DELETE", f"/faults/{first}")
    left = [one["id"] for one in local.done("GET", "/faults")["faults"]]
    local.done("DELETE", "/faults")

    assert listed == [(first, "drop_before", "calls"), (second, "duplicate", "deliveries")]
    assert left == [second]
    assert local.done("GET", "/faults")["faults"] == []


def _outcome(call: Callable[[], object]) -> str:
    try:
        call()
    except exceptions.GoogleAPICallError as error:
        return type(error).__name__
    return "done"


def _open_streams(local: Local) -> list[object]:
    streams = local.loop.call(local.cloud.faults.open_streams.all)
    return [stream for stream in streams if stream.method == "StreamingPull"]


def _until(condition: Callable[[], bool]) -> None:
    """What happens in another thread announces itself by no event here."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)
