"""The stream of news, and what the Stripe twin has told whom."""

from __future__ import annotations

import http.client
import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.emulators.console.at_the_desk import Visit, at_the_desk

KEY = "sk_test_of_nobody"


@pytest.fixture
def visit() -> Iterator[Visit]:
    with at_the_desk() as one:
        yield one


@contextmanager
def _listening(visit: Visit) -> Iterator[Iterator[dict[str, Any]]]:
    connection = http.client.HTTPConnection("127.0.0.1", visit.local.ports.shop, timeout=10)
    try:
        connection.request("GET", "/console/api/changes")
        yield _news(connection.getresponse())
    finally:
        connection.close()


def _news(response: http.client.HTTPResponse) -> Iterator[dict[str, Any]]:
    while line := response.readline():
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def _payment_intent(visit: Visit) -> str:
    fields = {
        "amount": "8900",
        "currency": "eur",
        "confirm": "true",
        "payment_method": "pm_card_visa",
        "automatic_payment_methods[enabled]": "true",
        "automatic_payment_methods[allow_redirects]": "never",
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{visit.local.ports.stripe}/v1/payment_intents",
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Authorization": f"Bearer {KEY}"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - our own
        intent_id: str = json.load(answer)["id"]
    return intent_id


def test_what_happens_is_told_at_once_with_the_time(visit: Visit) -> None:
    with _listening(visit) as news:
        first = next(news)
        visit.post("/topics/commerce-events/publish", {"body": "{}", "attributes": {"type": "x"}})
        visit.post("/topics/provider-events/publish", {"attributes": {"provider": "ses"}})
        second = next(news)

    assert (first["entries"], first["clock"]["is_paused"]) == ([], False)
    assert second["services"] == ["pubsub"]
    titles = [entry["title"] for entry in second["entries"]]
    assert "provider-events → receipt-mailer" in titles


def test_a_moved_clock_is_told_although_no_service_changed(visit: Visit) -> None:
    with _listening(visit) as news:
        next(news)
        visit.post("/v1/clock", {"pause": True})

        assert next(news)["clock"]["is_paused"] is True


def test_the_cloud_ends_although_somebody_listens() -> None:
    with at_the_desk() as visit, _listening(visit) as news:
        next(news)
        visit.local.loop.run(visit.local.cloud.stop())

        assert list(news) == []


def test_a_payment_is_followed_from_its_object_to_the_delivery_of_its_event(visit: Visit) -> None:
    intent = _payment_intent(visit)
    assert visit.local.receivers.next().path == "/webhooks/stripe"
    assert visit.sees(lambda: "webhook delivered: 200 OK" in visit.titles(intent))

    titles = visit.titles(intent)
    (shown,) = visit.rows("/stripe/kinds/payment_intent")
    kinds = {row["kind"] for row in visit.rows("/stripe/kinds")}

    assert "event payment_intent.succeeded" in titles
    assert (shown["id"], shown["status"], shown["amount"]) == (intent, "succeeded", 8900)
    assert visit.get(f"/stripe/objects/{intent}") == shown
    assert {"charge", "payment_intent", "webhook_endpoint"} <= kinds
    assert not kinds & {"event", "delivery", "webhook_secret", "idempotency"}


def test_an_event_is_sent_again_by_hand(visit: Visit) -> None:
    _payment_intent(visit)
    first = visit.local.receivers.next()
    (event,) = [row for row in visit.rows("/stripe/events") if row["deliveries"]]
    (endpoint,) = event["deliveries"]

    visit.post(f"/stripe/events/{event['id']}/resend/{endpoint}")

    again = visit.local.receivers.next()
    assert json.loads(again.body)["id"] == json.loads(first.body)["id"] == event["id"]
    assert visit.ask("POST", f"/stripe/events/evt_none/resend/{endpoint}", {}).status == 502


def test_an_entry_shows_what_stood_there_before_and_after(visit: Visit) -> None:
    intent = _payment_intent(visit)
    changed = [
        entry
        for entry in visit.get(f"/follow/{intent}")["entries"]
        if entry["title"] == "payment intent changed" and "status" in entry["note"]
    ]

    entry = visit.get(f"/entries/{changed[-1]['number']}")

    assert entry["after"]["status"] == "succeeded"
    assert entry["before"]["status"] != "succeeded"
    assert visit.ask("GET", "/entries/999999").status == 404


def test_the_activity_is_chosen_by_service_and_by_words(visit: Visit) -> None:
    _payment_intent(visit)
    visit.post("/topics/provider-events/publish", {"attributes": {"provider": "ses"}})

    services = {row["service"] for row in visit.rows("/activity?service=pubsub")}
    titles = [row["title"] for row in visit.rows("/activity?words=CHARGE.SUCCEEDED")]

    assert services == {"pubsub"}
    assert titles == ["event charge.succeeded"]
