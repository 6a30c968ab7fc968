from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from google.api_core.exceptions import BadRequest, Conflict, NotFound
from google.cloud.tasks_v2 import Queue, Task
from google.protobuf.field_mask_pb2 import FieldMask

from tests.emulators.tasks.cloud import LOCATION, QUEUE, Cloud
from tests.emulators.tasks.handler import URL
from tests.emulators.tasks.rest import Rest, rest_of

QUEUE_PATH = f"/v2/{QUEUE}"


@pytest.fixture
def rest(cloud: Cloud) -> Iterator[Rest]:
    with rest_of(cloud) as rest:
        yield rest


def test_a_task_created_over_rest_is_sent(cloud: Cloud, rest: Rest) -> None:
    rest.client.create_queue(parent=LOCATION, queue=Queue(name=QUEUE))

    task = Task(http_request={"url": URL, "body": b"\x00\xff"})
    name = rest.client.create_task(parent=QUEUE, task=task).name

    assert name.startswith(f"{QUEUE}/tasks/")
    assert cloud.handler.next().body == b"\x00\xff"


def test_both_protocols_show_the_same_queue(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue(retry_config={"max_attempts": 7, "min_backoff": timedelta(seconds=0.25)})
    rest.client.pause_queue(name=QUEUE)

    assert rest.client.get_queue(name=QUEUE) == cloud.client.get_queue(name=QUEUE)
    assert cloud.client.get_queue(name=QUEUE).state.name == "PAUSED"


def test_an_update_over_rest_keeps_to_its_mask(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue(retry_config={"max_attempts": 7, "max_doublings": 3})

    rest.client.update_queue(
        queue=Queue(name=QUEUE, retry_config={"max_attempts": 9, "max_doublings": 5}),
        update_mask=FieldMask(paths=["retry_config.max_attempts"]),
    )

    config = cloud.client.get_queue(name=QUEUE).retry_config
    assert (config.max_attempts, config.max_doublings) == (9, 3)


def test_lists_over_rest_are_paged_and_filtered(cloud: Cloud, rest: Rest) -> None:
    names = [f"{LOCATION}/queues/q{number}" for number in range(3)]
    for name in names:
        cloud.create_queue(name)
    cloud.client.pause_queue(name=names[1])

    listed = rest.client.list_queues(request={"parent": LOCATION, "page_size": 2})
    paused = rest.client.list_queues(request={"parent": LOCATION, "filter": "state: PAUSED"})

    assert [queue.name for queue in listed] == names
    assert [queue.name for queue in paused] == [names[1]]


def test_a_view_can_be_asked_for_over_rest(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    name = cloud.create_task("t", http_request={"url": URL, "body": b"hello"}).name

    basic = rest.client.get_task(name=name)
    full = rest.client.get_task(request={"name": name, "response_view": Task.View.FULL})
    _, written = rest.send("GET", f"/v2/{name}?responseView=FULL")

    assert (basic.http_request.body, full.http_request.body) == (b"", b"hello")
    assert written["view"] == "FULL"


def test_errors_reach_the_client_as_the_same_exceptions(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()

    with pytest.raises(Conflict, match="Queue already exists"):
        rest.client.create_queue(parent=LOCATION, queue=Queue(name=QUEUE))
    with pytest.raises(NotFound, match="Queue does not exist"):
        rest.client.get_queue(name=f"{LOCATION}/queues/none")
    with pytest.raises(BadRequest, match="less than or equal to 500"):
        rest.client.update_queue(
            queue=Queue(name=QUEUE, rate_limits={"max_dispatches_per_second": 501})
        )


def test_an_error_has_googles_json_shape(rest: Rest) -> None:
    status, answer = rest.send("GET", QUEUE_PATH)

    assert status == 404
    assert answer["error"]["code"] == 404
    assert answer["error"]["status"] == "NOT_FOUND"
    assert answer["error"]["message"].startswith("Queue does not exist.")


def test_a_body_with_an_unknown_field_is_refused_with_its_place(rest: Rest) -> None:
    body = json.dumps({"name": QUEUE, "retryConfig": {"colour": "red"}})

    status, answer = rest.send("POST", f"/v2/{LOCATION}/queues", body)

    complaint = (
        "Invalid JSON payload received. "
        "Unknown name \"colour\" at 'queue.retry_config': Cannot find field."
    )
    assert status == 400
    assert answer["error"]["message"] == complaint
    [detail] = answer["error"]["details"]
    assert detail["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert detail["fieldViolations"][0]["description"] == complaint


@pytest.mark.parametrize("body", ["{", "[]", '"text"', '{"task": {"name": 5}}'])
def test_a_body_that_is_no_request_is_refused(cloud: Cloud, rest: Rest, body: str) -> None:
    cloud.create_queue()

    status, answer = rest.send("POST", f"{QUEUE_PATH}/tasks", body)

    assert (status, answer["error"]["status"]) == (400, "INVALID_ARGUMENT")
    assert answer["error"]["message"].startswith("Invalid JSON payload received.")


def test_a_query_parameter_that_is_no_field_is_refused(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()

    status, answer = rest.send("GET", f"{QUEUE_PATH}?colour=red&alt=json&prettyPrint=false")

    assert status == 400
    assert "Cannot bind query parameter. Field 'colour'" in answer["error"]["message"]


def test_a_path_that_is_no_method_is_not_found(rest: Rest) -> None:
    status, answer = rest.send("POST", f"{QUEUE_PATH}:frobnicate")

    assert (status, answer["error"]["message"]) == (404, "Method not found.")


def test_a_method_of_the_api_that_is_not_served_says_so(rest: Rest) -> None:
    status, answer = rest.send("GET", f"/v2/{LOCATION}/operations/1")

    assert (status, answer["error"]["status"]) == (501, "UNIMPLEMENTED")
    assert "GetOperation" in answer["error"]["message"]


def test_enums_are_words_unless_numbers_are_asked_for(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()

    _, words = rest.send("GET", QUEUE_PATH)
    _, numbers = rest.send("GET", f"{QUEUE_PATH}?%24alt=json;enum-encoding=int")

    assert (words["state"], numbers["state"]) == ("RUNNING", 1)


def test_an_escaped_name_is_the_name(cloud: Cloud, rest: Rest) -> None:
    cloud.create_queue()

    status, answer = rest.send("GET", QUEUE_PATH.replace("receipts", "%72eceipts"))

    assert (status, answer["name"]) == (200, QUEUE)
