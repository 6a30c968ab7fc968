"""Topics and subscriptions that are not as planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf.field_mask_pb2 import FieldMask
from google.pubsub_v1 import types

from shared.cli.doctor.clients import Clients
from tests.cli.doctor.cloud import PROJECT, TOPOLOGY, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, findings_after, table

MAILER = f"{PROJECT}/subscriptions/receipt-mailer"
KEEPER = f"{PROJECT}/subscriptions/dead-letter-keeper"
DEAD_LETTERS = f"{PROJECT}/topics/dead-letters"
ELSEWHERE = "https://elsewhere.example/push"


def _set(path: str, **fields: Any) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        subscription = types.Subscription(name=MAILER, **fields)
        clients.subscriber.update_subscription(
            subscription=subscription, update_mask=FieldMask(paths=[path])
        )

    return spoil


def _push(**changes: Any) -> Callable[[Clients], object]:
    """The push settings with something else in them: they are always set together."""

    def spoil(clients: Clients) -> None:
        found = clients.subscriber.get_subscription(subscription=MAILER).push_config
        token = {
            "audience": found.oidc_token.audience,
            "service_account_email": found.oidc_token.service_account_email,
        }
        endpoint = changes.get("push_endpoint", found.push_endpoint)
        token |= {name: value for name, value in changes.items() if name in token}
        config = types.PushConfig(push_endpoint=endpoint, oidc_token=token)
        clients.subscriber.modify_push_config(subscription=MAILER, push_config=config)

    return spoil


def _anew(**changes: Any) -> Callable[[Clients], object]:
    """The mailer's subscription, deleted and made again with something else in it."""

    def spoil(clients: Clients) -> None:
        found = clients.subscriber.get_subscription(subscription=MAILER)
        policy = clients.subscriber.get_iam_policy(request={"resource": MAILER})
        clients.subscriber.delete_subscription(subscription=MAILER)
        for name, value in changes.items():
            setattr(found, name, value)
        clients.subscriber.create_subscription(request=found)
        policy.etag = b""
        clients.subscriber.set_iam_policy(request={"resource": MAILER, "policy": policy})

    return spoil


@table(
    Seed(
        "subscription-missing",
        "pubsub",
        lambda clients: clients.subscriber.delete_subscription(subscription=MAILER),
        "subscription receipt-mailer is not there",
    ),
    Seed(
        "push-endpoint",
        "pubsub",
        _push(push_endpoint=ELSEWHERE),
        f"subscription receipt-mailer pushes to {ELSEWHERE}, not to https://receipt-mailer-",
    ),
    Seed(
        "push-audience",
        "pubsub",
        _push(audience="https://elsewhere.example"),
        "has tokens for 'https://elsewhere.example', not 'https://receipt-mailer-",
    ),
    Seed(
        "push-identity",
        "pubsub",
        _push(service_account_email="checkout@kvitto-local.iam.gserviceaccount.com"),
        "pushes as checkout@kvitto-local.iam.gserviceaccount.com, not as push-invoker@",
    ),
    Seed(
        "subscription-filter",
        "pubsub",
        _anew(filter='attributes.provider = "mail"'),
        "lets through 'attributes.provider = \"mail\"', not 'attributes.provider = \"ses\"'",
    ),
    Seed(
        "subscription-topic",
        "pubsub",
        _anew(topic=f"{PROJECT}/topics/commerce-events"),
        "reads projects/kvitto-local/topics/commerce-events, not projects/kvitto-local/topics/prov",
    ),
    Seed(
        "ack-deadline",
        "pubsub",
        _set("ack_deadline_seconds", ack_deadline_seconds=30),
        "waits 30 s for a function that may take 60 s: a slow success is delivered again",
    ),
    Seed(
        "dead-letter-missing",
        "pubsub",
        _set("dead_letter_policy"),
        "subscription receipt-mailer never gives up",
    ),
    Seed(
        "dead-letter-attempts",
        "pubsub",
        _set(
            "dead_letter_policy",
            dead_letter_policy={"dead_letter_topic": DEAD_LETTERS, "max_delivery_attempts": 5},
        ),
        "gives up after 5 attempts, not 20",
    ),
    Seed(
        "retry-policy-missing",
        "pubsub",
        _set("retry_policy"),
        "subscription receipt-mailer has no backoff",
    ),
    Seed(
        "export-destination",
        "pubsub",
        lambda clients: clients.subscriber.update_subscription(
            subscription=types.Subscription(
                name=f"{PROJECT}/subscriptions/provider-events-archive",
                cloud_storage_config={"bucket": TOPOLOGY.buckets[0].name},
            ),
            update_mask=FieldMask(paths=["cloud_storage_config"]),
        ),
        "provider-events-archive writes to kvitto-local-invoices, not to kvitto-local-provider-ev",
    ),
    Seed(
        "subscription-missing",
        "pubsub",
        lambda clients: clients.subscriber.delete_subscription(
            subscription=f"{PROJECT}/subscriptions/commerce-events-archive"
        ),
        "subscription commerce-events-archive is not there: nothing is kept",
    ),
    Seed(
        "subscription-detached",
        "pubsub",
        lambda clients: clients.publisher.detach_subscription(request={"subscription": MAILER}),
        "subscription receipt-mailer is cut off from its topic",
    ),
)
def test_a_mistake_with_a_subscription_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)


def test_a_topic_that_is_gone_has_cut_off_its_subscription(cloud: DoctorsCloud) -> None:
    def spoil(clients: Clients) -> None:
        clients.publisher.delete_topic(topic=DEAD_LETTERS)

    found = findings_after(cloud, Seed("topic-missing", "pubsub", spoil, ""))

    assert [one.id for one in found] == ["topic-missing", "subscription-detached"]
    assert found[0].what == "topic dead-letters is not there"


def test_dead_letters_that_nobody_reads_are_found(cloud: DoctorsCloud) -> None:
    def spoil(clients: Clients) -> None:
        clients.subscriber.delete_subscription(subscription=KEEPER)

    found = findings_after(cloud, Seed("dead-letters-unread", "pubsub", spoil, ""))

    assert {one.id for one in found} == {"dead-letters-unread", "subscription-missing"}
