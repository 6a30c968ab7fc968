from __future__ import annotations

import pytest
from google.api_core.exceptions import InvalidArgument

from emulators.google_apis.refused import Refused
from emulators.pubsub.filters import compiled
from tests.emulators.pubsub.clients import Clients, datas

ATTRIBUTES = {"provider": "stripe", "iana.org/language_tag": "en", "region": "europe-north1"}


@pytest.mark.parametrize(
    "source",
    [
        "",
        "attributes:provider",
        "NOT attributes:missing",
        "-attributes:missing",
        'attributes.provider = "stripe"',
        'attributes.provider="stripe"',
        'attributes.provider != "ses"',
        'attributes.missing != "ses"',
        'attributes:"iana.org/language_tag"',
        'attributes."iana.org/language_tag" = "en"',
        'hasPrefix(attributes.region, "europe-")',
        'NOT hasPrefix(attributes.missing, "europe-")',
        'attributes:provider AND attributes:region AND attributes.provider = "stripe"',
        'attributes.provider = "ses" OR attributes:missing OR attributes:region',
        'attributes:provider AND (attributes.region = "us" OR attributes:region)',
        "NOT (attributes:missing OR NOT attributes:provider)",
        r'attributes.provider = "\u0073trip\x65"',
        'attributes.provider = "str\\151pe"',
    ],
)
def test_a_filter_lets_the_message_through(source: str) -> None:
    assert compiled(source)(ATTRIBUTES)


@pytest.mark.parametrize(
    "source",
    [
        "attributes:missing",
        "NOT attributes:provider",
        'attributes.provider = "Stripe"',
        'attributes.provider != "stripe"',
        'attributes.missing = ""',
        'hasPrefix(attributes.missing, "")',
        'hasPrefix(attributes.region, "north")',
        "attributes:provider AND attributes:missing",
        'attributes.provider = "ses" OR attributes:missing',
        "-(attributes:provider OR attributes:missing)",
    ],
)
def test_a_filter_keeps_the_message_out(source: str) -> None:
    assert not compiled(source)(ATTRIBUTES)


def test_escapes_stand_for_what_they_say() -> None:
    assert compiled(r'attributes.note = "\"a\\b\"\n"')({"note": '"a\\b"\n'})


@pytest.mark.parametrize(
    "source",
    [
        "provider",
        "attributes",
        "attributes.provider",
        "attributes.provider = stripe",
        "attributes.provider = 'stripe'",
        'attributes.provider == "stripe"',
        'attributes.provider > "stripe"',
        'attributes.provider = "stripe',
        'data = "x"',
        "attributes:provider and attributes:region",
        "attributes:provider attributes:region",
        "attributes:provider AND",
        "AND attributes:provider",
        "attributes:a AND attributes:b OR attributes:c",
        "(attributes:provider",
        "attributes:provider)",
        'hasSuffix(attributes.provider, "pe")',
        "hasPrefix(attributes.provider)",
        'hasPrefix("attributes.provider", "str")',
        f'attributes.provider = "{"x" * 256}"',
    ],
)
def test_a_filter_that_is_none_is_refused(source: str) -> None:
    with pytest.raises(Refused, match="Invalid filter"):
        compiled(source)


def test_a_subscription_gets_only_what_its_filter_lets_through(clients: Clients) -> None:
    topic = clients.topic()
    subscription = clients.subscription(topic, filter='attributes.provider = "stripe"')

    clients.publish(topic, b"mail", attributes={"provider": "ses"})
    clients.publish(topic, b"paid", attributes={"provider": "stripe"})

    assert datas(clients.pull(subscription)) == [b"paid"]


def test_a_subscription_with_a_broken_filter_is_not_created(clients: Clients) -> None:
    topic = clients.topic()

    with pytest.raises(InvalidArgument):
        clients.subscription(topic, filter="attributes.provider = stripe")

    assert list(clients.publisher.list_topic_subscriptions(topic=topic)) == []
