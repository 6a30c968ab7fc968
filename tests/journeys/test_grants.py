"""A grant that is missing stops a purchase on the laptop, as it would after a deployment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import grpc
import pytest
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from shared.cli.main import main
from tests.journeys.buyer import buy, call
from tests.journeys.stack import Stack, until

PROJECT = "projects/kvitto-local"
PROCESSOR = f"{PROJECT}/locations/europe-north1/services/payment-processor"
PROVIDER_EVENTS = f"{PROJECT}/topics/provider-events"
Capture = pytest.CaptureFixture[str]


def test_a_push_without_its_invoker_stops_a_purchase_and_is_named(
    stack: Stack, capsys: Capture
) -> None:
    with _without_invokers(stack, PROCESSOR):
        purchase = buy(stack)
        until(lambda: "push-invoker@" in _refusals(stack, "roles/run.invoker"))
        order = purchase.order(stack)
        assert main(["doctor", "--json", "--stack", str(stack.directory / "stack.json")]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]

    assert order is not None
    assert order["status"] == "open"
    missing = [one["what"] for one in found if one["id"] == "grant-missing"]
    lack = "cannot call function payment-processor: it lacks roles/run.invoker"
    assert {one.partition("@kvitto-local")[0] for one in missing} == {
        "push-invoker",
        "scheduler-invoker",
    }
    assert all(one.endswith(lack) for one in missing)
    assert purchase.completed(stack)["status"] == "paid"


def test_publishing_without_the_role_stops_a_purchase_and_is_named(stack: Stack) -> None:
    with _without_publishers(stack, PROVIDER_EVENTS):
        purchase = buy(stack)
        until(lambda: "webhook-intake@" in _refusals(stack, "roles/pubsub.publisher"))
        order = purchase.order(stack)

    assert order is not None
    assert order["status"] == "open"
    assert f"denied on resource '{PROVIDER_EVENTS}'" in _refusals(stack, "roles/pubsub.publisher")


def _refusals(stack: Stack, role: str) -> str:
    lines = (stack.directory / "logs" / "cloud.log").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if f"needs {role} on it" in line)


@contextmanager
def _without_invokers(stack: Stack, function: str) -> Iterator[None]:
    url = f"{stack.description['iam']}/v2/{function}"
    before = json.loads(call("GET", f"{url}:getIamPolicy")[1])
    status, answer = call("POST", f"{url}:setIamPolicy", {"policy": {"bindings": []}})
    assert status == 200, answer
    yield
    status, answer = call(
        "POST", f"{url}:setIamPolicy", {"policy": {"bindings": before["bindings"]}}
    )
    assert status == 200, answer


@contextmanager
def _without_publishers(stack: Stack, topic: str) -> Iterator[None]:
    with grpc.insecure_channel(stack.description["pubsub"]) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        before = publisher.get_iam_policy(request={"resource": topic})
        publisher.set_iam_policy(request={"resource": topic, "policy": {}})
        yield
        before.etag = b""
        publisher.set_iam_policy(request={"resource": topic, "policy": before})
