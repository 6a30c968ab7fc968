"""The real webhook function in front of a broker, and the processor's books behind it."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import stripe

from shared.domain.delivery import DeadLetter
from shared.domain.errors import NotYet, Refused
from shared.usecases.keep_dead_letter import KeepDeadLetter
from tests.builders.canonical import canonical
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import a_shop
from tests.edge.asking import Answer, Asgi, ask_asgi
from tests.edge.http_server import Reply, served
from tests.functions.deployed import asgi_of, environment_of

SECRET, OLD_SECRET = environment_of("webhook_intake")["STRIPE_WEBHOOK_SECRETS"].split(",")


class Broker:
    """Takes what is published, by topic."""

    def __init__(self) -> None:
        self.published: dict[str, list[bytes]] = {"provider-events": [], "dead-letters": []}

    def answer(self, path: str, body: bytes) -> Reply:
        topic = path.rpartition("/")[2].removesuffix(":publish")
        messages = json.loads(body)["messages"]
        self.published[topic] += [base64.b64decode(message["data"]) for message in messages]
        return Reply(body=json.dumps({"messageIds": ["1"] * len(messages)}).encode())

    @property
    def counts(self) -> tuple[int, int]:
        """Events and dead letters."""
        return len(self.published["provider-events"]), len(self.published["dead-letters"])


class Intake:
    def __init__(self, application: Asgi, broker: Broker) -> None:
        self.broker = broker
        self.shop = a_shop()
        self.came_back = 0
        self._application = application

    def post(
        self, body: bytes, *headers: tuple[str, str], path: str = "/webhooks/stripe"
    ) -> Answer:
        return asyncio.run(ask_asgi(self._application, path, [body], headers=headers))

    def post_signed(self, event: object, secret: str = SECRET) -> Answer:
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        signed: str = stripe.WebhookSignature.generate_signature_header(body.decode(), secret)
        return self.post(body, ("Stripe-Signature", signed))

    def process(self) -> None:
        """Deliver what was published, as the subscription would."""
        for body in self.broker.published["provider-events"]:
            try:
                self.shop.receive_stripe(body, TRACEPARENT)
            except Refused as refusal:
                self._park(body, str(refusal))
            except NotYet:
                self.came_back += 1
        for body in self.broker.published["dead-letters"]:
            self._park(body, "signed but unreadable")

    def books(self) -> dict[str, Any]:
        """Everything but what was parked."""
        records = canonical(self.shop.database)
        return {name: record for name, record in records.items() if "dead_letters" not in name}

    @property
    def parked(self) -> list[DeadLetter]:
        return list(self.shop.database.scan(DeadLetter))

    def _park(self, body: bytes, why: str) -> None:
        park = KeepDeadLetter(self.shop.open_checkout.transactions, self.shop.clock)
        park(source="provider-events", reason=why, body=body, attributes={})


@contextmanager
def an_intake() -> Iterator[tuple[Asgi, Broker]]:
    broker = Broker()
    with served(broker.answer) as url, pytest.MonkeyPatch.context() as patch:
        for variable, value in environment_of("webhook_intake").items():
            patch.setenv(variable, value)
        patch.setenv("PUBSUB_REST_EMULATOR", url)
        application, module = asgi_of("webhook_intake")
        webhook = module.handlers()["/webhooks/stripe"]
        yield application, broker
        webhook.publish.__self__.close()
        webhook.publish_dead.__self__.close()
