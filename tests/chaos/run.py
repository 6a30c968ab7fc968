"""A purchase from click to mail in virtual time, with every delivery at least once."""

from __future__ import annotations

import heapq
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.domain.catalog import CartLine
from shared.domain.cause import Cause
from shared.domain.errors import NotYet
from shared.domain.ids import InvoiceId, ReceiptId
from shared.usecases.audit.books import NO_PATIENCE, Breach
from shared.usecases.open_checkout import Cart, KeyInUse
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import Mail
from shared.usecases.ports.messages import Message, Queue, Task
from tests.builders.stripe_events import a_session_event, an_intent_event
from tests.chaos.faults import Crash, Faults
from tests.chaos.shop import Shop

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
BACKOFF_MAX = timedelta(minutes=5)
ATTEMPTS_MAX = 25  # then a message is given up: whatever repeats for ever makes no progress
EVENT_DELAY = timedelta(minutes=5)  # long after the lease of a mail, well within the silence
ROUNDS_MAX = 60  # of sweeps, a minute each


@dataclass(order=True)
class Delivery:
    due: datetime
    sequence: int
    process: str = field(compare=False)
    run: Callable[[], None] = field(compare=False)
    attempt: int = field(compare=False, default=0)


class Run:
    """One world, from the click to rest."""

    def __init__(self, faults: Faults, orders: int = 1) -> None:
        self.faults = faults
        self.shop = Shop(faults)
        self._heap: list[Delivery] = []
        self._sequence = itertools.count()
        self._seen = {"commerce": 0, "provider": 0, "mails": 0}
        self._tasks_seen: set[str] = set()
        self._paid: set[str] = set()
        self._done: list[Delivery] = []
        self._given_up: list[Breach] = []
        for number in range(orders):
            self._schedule("checkout", self._check_out(f"a-key-of-the-buyer-{number}"))

    def to_rest(self) -> list[Breach]:
        """Deliver until nothing is left to do; the breaches that remain."""
        self._drain()
        for _ in range(ROUNDS_MAX):
            self.shop.clock.wait(61)
            self._schedule("outbox_relay", lambda: self._ignore(self.shop.sweep_outbox()))
            self._schedule("invoice_numberer", lambda: self._ignore(self.shop.sweep_waiting()))
            self._drain()
            breaches = [*self.shop.audit(NO_PATIENCE).breaches, *self._given_up]
            if not breaches:
                return []
        return breaches

    def everything_again(self) -> None:
        """Every delivery that was ever done, once more in its old order."""
        done, self._done = self._done, []
        for delivery in done:
            self._invoke(delivery)
            self._drain()

    def _drain(self) -> None:
        while self._heap:
            delivery = heapq.heappop(self._heap)
            self.shop.clock.move_to(delivery.due)
            self._invoke(delivery)
            self._pump()

    def _invoke(self, delivery: Delivery) -> None:
        self._enter(delivery)
        try:
            delivery.run()
        except (Crash, NotYet, Unavailable) as reason:
            self._again(delivery, reason)
        else:
            self._done.append(delivery)
        finally:
            self.faults.revive()

    def _enter(self, delivery: Delivery) -> None:
        self.faults.process = delivery.process
        self.faults.interleave = lambda: self._interleaved(delivery)
        self.faults.stall = lambda: self._stalled(delivery)

    def _stalled(self, delivery: Delivery) -> None:
        """The message comes again, to another process, and the world comes to rest."""
        self._schedule(delivery.process, delivery.run, self.shop.clock.at + timedelta(seconds=61))
        self._pump()
        self._drain()
        self._enter(delivery)

    def _interleaved(self, delivery: Delivery) -> None:
        """A second copy of the same delivery, run to its end inside the first."""
        try:
            delivery.run()
        except (KeyInUse, NotYet, Unavailable):
            return  # it would come back; the first copy is still at it

    def _again(self, delivery: Delivery, reason: BaseException) -> None:
        delivery.attempt += 1
        if delivery.attempt > ATTEMPTS_MAX:
            what = f"{delivery.process} gives up: {reason!r}"
            self._given_up.append(Breach("10 no event in limbo", what, ()))
            return
        pause = min(BACKOFF_MAX, timedelta(seconds=2**delivery.attempt))
        delivery.due = self.shop.clock.at + pause
        heapq.heappush(self._heap, delivery)

    def _schedule(self, process: str, run: Callable[[], None], due: datetime | None = None) -> None:
        at = due or self.shop.clock.at
        heapq.heappush(self._heap, Delivery(at, next(self._sequence), process, run))

    def _pump(self) -> None:
        """Hand on what left the building since the last look."""
        for message in self._fresh("provider", self.shop.provider_events.published):
            self._deliver_provider_event(message)
        for message in self._fresh("commerce", self.shop.commerce_events.published):
            self._deliver_commerce_event(message)
        for name, task in self.shop.tasks.held.items():
            if name not in self._tasks_seen:
                self._tasks_seen.add(name)
                self._deliver_task(task)
        mails = self.shop.mailer.sent
        while self._seen["mails"] < len(mails):
            self._seen["mails"] += 1
            self._post_sent(mails[self._seen["mails"] - 1], self._seen["mails"])
        for session_id, asked in self.shop.provider.parameters.items():
            if session_id not in self._paid:
                self._paid.add(session_id)
                self._pay(asked["client_reference_id"], len(self._paid))

    def _fresh(self, name: str, published: list[Message]) -> list[Message]:
        fresh = published[self._seen[name] :]
        self._seen[name] = len(published)
        return fresh

    def _check_out(self, key: str) -> Callable[[], None]:
        cart = Cart(lines=(CartLine("PRINT", 1),), currency="eur", return_name="shop", email=None)

        def run() -> None:
            try:
                self.shop.open_checkout(cart, key, "the body", Cause("request:1", TRACE))
            except KeyInUse as reason:
                raise Unavailable("409, the buyer tries again") from reason

        return run

    def _pay(self, order_id: str, number: int) -> None:
        """The buyer pays: two events about it, which arrive as two webhooks."""
        at, intent = self.shop.clock.at, f"pi_{number}"
        for body in (
            an_intent_event(
                order_id=order_id,
                amount_minor=49_90,
                payment_intent=intent,
                event_id=f"evt_intent{number}",
                at=at,
            ),
            a_session_event(
                order_id=order_id,
                amount_minor=49_90,
                payment_intent=intent,
                event_id=f"evt_session{number}",
                at=at,
            ),
        ):
            self._post_webhook("stripe", body)

    def _post_sent(self, mail: Mail, number: int) -> None:
        event = {
            "eventType": "Send",
            "mail": {
                "timestamp": self.shop.clock.at.isoformat(),
                "messageId": f"ses-{number}",
                "tags": {"receipt": [mail.receipt_id]},
            },
        }
        notification = {
            "Type": "Notification",
            "MessageId": f"sns-{number}",
            "Message": json.dumps(event),
        }
        late = self.shop.clock.at + EVENT_DELAY
        self._post_webhook("ses", json.dumps(notification).encode(), late)

    def _post_webhook(self, provider: str, body: bytes, due: datetime | None = None) -> None:
        message = Message(body, {"provider": provider, "traceparent": TRACE})
        self._schedule("webhook_intake", lambda: self.shop.intake.publish([message]), due)

    def _deliver_provider_event(self, message: Message) -> None:
        if message.attributes["provider"] == "stripe":
            self._schedule(
                "payment_processor", lambda: self.shop.receive_stripe(message.body, TRACE)
            )
        else:
            self._schedule("receipt_mailer", lambda: self.shop.settle_receipt(message.body, TRACE))

    def _deliver_commerce_event(self, message: Message) -> None:
        if message.attributes["type"] != "invoice.numbered.v1":
            return
        event = json.loads(message.body)
        invoice_id = InvoiceId(event["event"]["invoice_id"])
        cause = Cause(event["id"], TRACE)
        self._schedule("invoice_generator", lambda: self.shop.issue(invoice_id, cause))

    def _deliver_task(self, task: Task) -> None:
        if task.queue is Queue.NUMBERING:
            series = task.body["series"]
            run = lambda: self._ignore(self.shop.number(series))  # noqa: E731 - one of two
            self._schedule("invoice_numberer", run, task.at)
        else:
            receipt_id, cause = ReceiptId(task.body["receipt_id"]), Cause(task.name, TRACE)
            self._schedule(
                "receipt_mailer", lambda: self.shop.send_receipt(receipt_id, cause), task.at
            )

    @staticmethod
    def _ignore(_count: int) -> None:
        """Sweeps tell how much they found; a delivery returns nothing."""
