"""A dead letter goes out again as it came in, and waits again if nothing was mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from shared.domain.delivery import DeadLetter
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.messages import Message, Topic
from shared.usecases.replay_dead_letter import (
    CannotReplay,
    ReplayDeadLetter,
    Topics,
    WaitingLetters,
)
from tests.builders.purchases import a_shop, stored
from tests.chaos.shop import Shop
from tests.fakes.troubled import Trouble, Troubled

ME = "operator@shop.example"
FROM_STRIPE = {"provider": "stripe", "event_id": "evt_1", "CloudPubSubDeadLetterSource": "x"}
OURS = {"type": "order.paid.v1", "order_id": "ord_1", "googclient_schemaid": "y"}


def keep(
    shop: Shop, body: bytes = b"{}", attributes: Mapping[str, str] = FROM_STRIPE
) -> DeadLetter:
    park = KeepDeadLetter(shop.open_checkout.transactions, shop.clock)
    park(source="payment-processor", reason="no", body=body, attributes=attributes)
    (letter,) = (one for one in shop.database.scan(DeadLetter) if one.is_waiting)
    return letter


def replayer(shop: Shop, provider_events: Topic | None = None) -> ReplayDeadLetter:
    topics = Topics(
        provider_events=provider_events or shop.provider_events,
        commerce_events=shop.commerce_events,
    )
    return ReplayDeadLetter(shop.open_checkout.transactions, topics, shop.clock)


def test_a_provider_s_event_goes_to_the_providers_topic_as_it_came() -> None:
    shop = a_shop()
    letter = keep(shop, b'{"id": "evt_1"}')

    done = replayer(shop)(letter.id, ME)

    assert shop.provider_events.published == [
        Message(b'{"id": "evt_1"}', {"provider": "stripe", "event_id": "evt_1"})
    ]
    assert (done.is_waiting, done.replayed_by, done.replayed_at) == (False, ME, shop.clock.at)
    assert WaitingLetters(shop.database)() == []


def test_one_of_our_events_goes_to_our_topic() -> None:
    shop = a_shop()
    letter = keep(shop, attributes=OURS)

    replayer(shop)(letter.id, ME)

    (message,) = shop.commerce_events.published
    assert message.attributes == {"type": "order.paid.v1", "order_id": "ord_1"}


def test_what_fails_once_more_waits_once_more() -> None:
    shop = a_shop()
    letter = keep(shop)
    replayer(shop)(letter.id, ME)
    shop.clock.wait(60)

    again = keep(shop)

    assert (again.id, again.is_waiting, again.replayed_at) == (letter.id, True, None)
    assert again.kept_at > letter.kept_at


class BackAtOnce:
    """A topic whose message has failed again before the publisher is told that it is out."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def publish(self, messages: Sequence[Message]) -> None:
        for message in messages:
            keep(self._shop, message.body)


def test_a_letter_that_is_back_before_the_replay_has_ended_waits() -> None:
    shop = a_shop()
    letter = keep(shop)

    now = replayer(shop, BackAtOnce(shop))(letter.id, ME)

    assert now.is_waiting
    assert [one.id for one in WaitingLetters(shop.database)()] == [letter.id]


def test_a_letter_whose_publication_is_in_doubt_still_waits() -> None:
    shop = a_shop()
    letter = keep(shop)

    silent = Troubled(shop.provider_events, "publish", [Trouble(Unavailable("no word"))])

    with pytest.raises(Unavailable):
        replayer(shop, silent)(letter.id, ME)

    assert stored(shop, DeadLetter, letter.id).is_waiting


@pytest.mark.parametrize("body", [b"\xff\xfe", b"x" * 700_001], ids=["no text", "cut"])
def test_what_was_not_kept_byte_for_byte_is_not_published(body: bytes) -> None:
    shop = a_shop()
    letter = keep(shop, body)

    with pytest.raises(CannotReplay, match="take it from its provider"):
        replayer(shop)(letter.id, ME)

    assert shop.provider_events.published == []
    assert stored(shop, DeadLetter, letter.id).is_waiting


def test_a_task_is_not_published_anywhere() -> None:
    shop = a_shop()
    letter = keep(shop, attributes={})

    with pytest.raises(CannotReplay, match="which is no topic"):
        replayer(shop)(letter.id, ME)


def test_a_letter_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(CannotReplay, match="there is no letter abc"):
        replayer(a_shop())("abc", ME)


def test_the_oldest_letter_is_listed_first() -> None:
    shop = a_shop()
    first = keep(shop, b"z")
    shop.clock.wait(1)
    park = KeepDeadLetter(shop.open_checkout.transactions, shop.clock)
    park(source="push", reason="no", body=b"a", attributes={})

    waiting = WaitingLetters(shop.database)()
    assert (waiting[0].id, len(waiting)) == (first.id, 2)
