"""What a function may do, by the official clients, through its own doors."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import grpc
import pytest
import requests
from google.api_core.exceptions import Forbidden, GoogleAPICallError, PermissionDenied
from google.cloud.firestore_v1.base_query import FieldFilter
from google.cloud.firestore_v1.types import ListenRequest, Target
from google.cloud.tasks_v2 import HttpRequest, OidcToken, Task
from google.pubsub_v1 import PubsubMessage

from tests.emulators.control.local_cloud import TOPOLOGY, Local
from tests.emulators.iam.at_the_door import AtTheDoor, as_function, firestore_at, open_publisher
from tests.emulators.loop_thread import eventually

PROJECT = f"projects/{TOPOLOGY.project}"
COMMERCE = TOPOLOGY.topic_name("commerce-events")
PROVIDER = TOPOLOGY.topic_name("provider-events")
NUMBERING = TOPOLOGY.queue_name("numbering")
BUCKET = TOPOLOGY.buckets[0].name
STRIPE_KEY = f"{PROJECT}/secrets/stripe-api-key"
DATABASE = f"{PROJECT}/databases/commerce"
_IS_ONE = FieldFilter("value", "==", 1)
Use = Callable[[AtTheDoor], object]


def publish(topic: str) -> Use:
    return lambda at: at.publisher.publish(
        topic=topic, messages=[PubsubMessage(data=b"{}")], retry=None
    )


def publish_by_rest(topic: str) -> Use:
    def use(at: AtTheDoor) -> None:
        url = f"http://127.0.0.1:{at.door.pubsub_rest}/v1/{topic}:publish"
        answer = requests.post(url, json={"messages": [{"data": "e30="}]}, timeout=5)
        if not answer.ok:
            raise Forbidden(answer.json()["error"]["message"])  # type: ignore[no-untyped-call]  # the library's own

    return use


def enqueue(account: str) -> Use:
    token = OidcToken(service_account_email=f"{account}@{TOPOLOGY.project}.iam.gserviceaccount.com")
    request = HttpRequest(url=TOPOLOGY.function("invoice-numberer").uri, oidc_token=token)
    return lambda at: at.tasks.create_task(
        parent=NUMBERING, task=Task(http_request=request), retry=None
    )


def read_secret(name: str) -> Use:
    version = f"{PROJECT}/secrets/{name}/versions/1"
    return lambda at: at.secrets.access_secret_version(name=version, retry=None)


def write_document(at: AtTheDoor) -> None:
    reference = at.documents.collection("iam").document("one")
    reference.set({"value": 1}, retry=None)
    found = list(at.documents.collection("iam").where(filter=_IS_ONE).stream())
    assert [one.id for one in found] == ["one"]


def upload(at: AtTheDoor) -> None:
    at.invoices.blob("an-invoice.pdf").upload_from_string(b"%PDF-", if_generation_match=0)


def read(at: AtTheDoor) -> None:
    assert list(at.invoices.list_blobs(retry=None)) is not None


@pytest.mark.parametrize(
    ("function", "use"),
    [
        ("payment-processor", publish(COMMERCE)),
        ("webhook-intake", publish_by_rest(PROVIDER)),
        ("payment-processor", enqueue("tasks-invoker")),
        ("checkout", write_document),
        ("invoice-generator", upload),
        ("receipt-mailer", read),
    ],
)
def test_what_the_plan_grants_is_done(local: Local, function: str, use: Use) -> None:
    with as_function(local, function) as at:
        answer = use(at)

    assert not isinstance(answer, Exception)


@pytest.mark.parametrize(
    ("function", "use", "role", "resource"),
    [
        ("checkout", publish(COMMERCE), "roles/pubsub.publisher", COMMERCE),
        ("payment-processor", publish(PROVIDER), "roles/pubsub.publisher", PROVIDER),
        ("checkout", publish_by_rest(PROVIDER), "roles/pubsub.publisher", PROVIDER),
        ("checkout", enqueue("tasks-invoker"), "roles/cloudtasks.enqueuer", NUMBERING),
        (
            "payment-processor",
            enqueue("push-invoker"),
            "roles/iam.serviceAccountUser",
            f"{PROJECT}/serviceAccounts/push-invoker@{TOPOLOGY.project}.iam.gserviceaccount.com",
        ),
        (
            "receipt-mailer",
            read_secret("stripe-api-key"),
            "roles/secretmanager.secretAccessor",
            STRIPE_KEY,
        ),
        (
            "webhook-intake",
            write_document,
            "roles/datastore.user",
            f"{PROJECT}/databases/commerce",
        ),
        ("receipt-mailer", upload, "roles/storage.objectCreator", f"buckets/{BUCKET}"),
        ("payment-processor", read, "roles/storage.objectViewer", f"buckets/{BUCKET}"),
    ],
)
def test_what_it_does_not_grant_is_denied_by_the_name_of_the_grant(
    local: Local,
    function: str,
    use: Use,
    role: str,
    resource: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with (
        caplog.at_level(logging.ERROR, "emulators.iam"),
        as_function(local, function) as at,
        pytest.raises((PermissionDenied, Forbidden)) as denied,
    ):
        use(at)

    account = TOPOLOGY.function(function).service_account
    for words in (f"on resource '{resource}'", f"{account} needs {role} on it"):
        assert words in str(denied.value)
        assert words in caplog.text


def test_a_transaction_and_a_listener_go_through_a_door(local: Local) -> None:
    with as_function(local, "checkout") as at:
        reference = at.documents.collection("iam").document("two")
        batch = at.documents.batch()
        batch.set(reference, {"value": 2})
        batch.commit(retry=None)
        heard: list[Any] = []
        watch = reference.on_snapshot(lambda found, *_: heard.extend(found))
        try:
            assert _eventually_holds(heard)
        finally:
            watch.unsubscribe()  # type: ignore[no-untyped-call]  # the package types the rest

    assert heard[0].to_dict() == {"value": 2}


def test_a_listener_without_the_role_hears_nothing(local: Local) -> None:
    target = Target(documents={"documents": [f"{DATABASE}/documents/iam/two"]}, target_id=1)
    request = ListenRequest(database=DATABASE, add_target=target)
    with (
        as_function(local, "webhook-intake") as at,
        firestore_at(at.door) as client,
        pytest.raises(PermissionDenied, match=r"roles/datastore\.user"),
    ):
        next(iter(client.listen(iter([request]), retry=None)))


@pytest.mark.parametrize(
    "use",
    [
        lambda at: at.publisher.create_topic(name=f"{PROJECT}/topics/new", retry=None),
        lambda at: at.tasks.pause_queue(name=NUMBERING, retry=None),
        lambda at: at.secrets.delete_secret(name=STRIPE_KEY, retry=None),
    ],
)
def test_what_no_function_is_for_is_denied_to_all(local: Local, use: Use) -> None:
    with as_function(local, "checkout") as at, pytest.raises(PermissionDenied) as denied:
        use(at)

    assert "no role that a function may be given holds its permission" in str(denied.value)


def test_a_method_that_no_service_has_is_unimplemented(local: Local) -> None:
    with grpc.insecure_channel(f"127.0.0.1:{local.ports.doors['checkout'].grpc}") as channel:
        call = channel.unary_unary("/google.cloud.run.v2.Services/GetService")
        with pytest.raises(grpc.RpcError) as refused:
            call(b"")

    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_a_batch_is_checked_call_by_call(local: Local) -> None:
    with as_function(local, "receipt-mailer") as at:
        batch = at.invoices.client.batch(raise_exception=False)
        with batch:
            at.invoices.delete_blob("an-invoice.pdf")
        [answer] = batch._responses  # noqa: SLF001 - the client shows them nowhere else

    assert answer.status_code == 403
    assert "storage.objects.delete" in json.dumps(answer.json())


def test_people_come_in_by_the_open_ports(local: Local) -> None:
    answer = requests.get(
        f"http://127.0.0.1:{local.ports.storage}/storage/v1/b/{BUCKET}", timeout=5
    )

    assert answer.status_code == 200


def test_a_grant_is_worth_something_from_the_moment_it_is_given(local: Local) -> None:
    resource = {"resource": PROVIDER}
    member = f"serviceAccount:{TOPOLOGY.function('checkout').service_account}"
    with as_function(local, "checkout") as at, open_publisher(local) as publisher:
        with pytest.raises(PermissionDenied):
            publish(PROVIDER)(at)
        before = publisher.get_iam_policy(request=resource)
        policy = publisher.get_iam_policy(request=resource)
        policy.bindings.add(role="roles/pubsub.publisher", members=[member])
        publisher.set_iam_policy(request={**resource, "policy": policy})
        answer = publish(PROVIDER)(at)
        before.etag = b""
        publisher.set_iam_policy(request={**resource, "policy": before})

        with pytest.raises(PermissionDenied):
            publish(PROVIDER)(at)
    assert not isinstance(answer, GoogleAPICallError)


def test_a_service_that_is_restarted_is_found_behind_the_same_door(local: Local) -> None:
    with as_function(local, "payment-processor") as at:
        publish(COMMERCE)(at)
        local.done("POST", "/services/pubsub/restart")
        again = at.publisher.publish(topic=COMMERCE, messages=[PubsubMessage(data=b"{}")])

    assert len(again.message_ids) == 1


def _eventually_holds(found: list[Any]) -> bool:
    return eventually(lambda: bool(found))
