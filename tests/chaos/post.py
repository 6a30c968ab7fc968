"""Pub/Sub and Cloud Tasks: what left the building, brought to the function it is for."""

from __future__ import annotations

import json

from shared.domain.cause import Cause
from shared.domain.ids import InvoiceId, ReceiptId
from shared.usecases.ports.messages import Message, Queue, Task
from tests.builders.invoices import TRACEPARENT
from tests.chaos.shop import Shop
from tests.chaos.story import Schedule


class Post:
    def __init__(self, shop: Shop, schedule: Schedule) -> None:
        self._shop = shop
        self._schedule = schedule
        self._seen = {"commerce": 0, "provider": 0}
        self._tasks_seen: set[str] = set()

    def collect(self) -> None:
        """Whatever left since the last look."""
        for message in self._fresh("provider", self._shop.provider_events.published):
            self._deliver_provider_event(message)
        for message in self._fresh("commerce", self._shop.commerce_events.published):
            self._deliver_commerce_event(message)
        for name, task in self._shop.tasks.held.items():
            if name not in self._tasks_seen:
                self._tasks_seen.add(name)
                self._deliver_task(task)

    def _fresh(self, name: str, published: list[Message]) -> list[Message]:
        fresh = published[self._seen[name] :]
        self._seen[name] = len(published)
        return fresh

    def _deliver_provider_event(self, message: Message) -> None:
        shop, now, body = self._shop, self._shop.clock.at, message.body
        if message.attributes["provider"] == "stripe":
            process, receive = "payment_processor", lambda: shop.receive_stripe(body, TRACEPARENT)
        else:
            process, receive = "receipt_mailer", lambda: shop.settle_receipt(body, TRACEPARENT)
        self._schedule.add(process, receive, now)

    def _deliver_commerce_event(self, message: Message) -> None:
        if message.attributes["type"] != "invoice.numbered.v1":
            return
        event = json.loads(message.body)
        invoice_id = InvoiceId(event["event"]["invoice_id"])
        cause = Cause(event["id"], TRACEPARENT)
        self._schedule.add(
            "invoice_generator", lambda: self._shop.issue(invoice_id, cause), self._shop.clock.at
        )

    def _deliver_task(self, task: Task) -> None:
        at = task.at or self._shop.clock.at
        if task.queue is Queue.NUMBERING:
            series = task.body["series"]
            self._schedule.add("invoice_numberer", lambda: self._shop.number(series), at)
        else:
            receipt_id, cause = ReceiptId(task.body["receipt_id"]), Cause(task.name, TRACEPARENT)
            self._schedule.add(
                "receipt_mailer", lambda: self._shop.send_receipt(receipt_id, cause), at
            )
