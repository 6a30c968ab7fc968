"""The buyer who pays, and the providers who tell what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.usecases.ports.mail import Mail
from shared.usecases.ports.messages import Message
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR
from tests.builders.ses_events import a_mail_event
from tests.chaos.refund_desk import Refunded
from tests.chaos.shop import Shop
from tests.chaos.story import Schedule, Story
from tests.chaos.stripe_side import Paid, payment_event, refund_event
from tests.chaos.told import AT_ONCE, Told

MAIL_EVENT_DELAY = timedelta(minutes=5)  # after the lease of a mail, well within the silence


class Outside:
    def __init__(self, shop: Shop, schedule: Schedule, story: Story) -> None:
        self._shop = shop
        self._schedule = schedule
        self._story = story
        self._pages_paid: set[str] = set()
        self._refunds_seen = 0
        self._mails_seen = 0
        shop.refunds.told = story.refund_told

    def look(self) -> None:
        """Pay what was opened, and tell what the shop has caused since the last look."""
        mails, refunds = self._shop.mailer.sent, self._shop.refunds.made
        while self._mails_seen < len(mails):
            self._mails_seen += 1
            self._tell_mail(mails[self._mails_seen - 1], self._mails_seen)
        for session_id, asked in self._shop.provider.parameters.items():
            if session_id not in self._pages_paid:
                self._pages_paid.add(session_id)
                self._pay(asked["client_reference_id"], len(self._pages_paid))
        while self._refunds_seen < len(refunds):
            self._refunds_seen += 1
            self._tell_refund(refunds[self._refunds_seen - 1])

    def _pay(self, order_id: str, number: int) -> None:
        now = self._shop.clock.at
        for told in self._story.payment_told:
            at = now + told.after
            paid = Paid(order_id, f"pi_{number}", TOTAL_MINOR, at)
            self._post("stripe", told, payment_event(told, paid), at)
        self._shop.refunds.paid(f"pi_{number}", TOTAL_MINOR)

    def _tell_refund(self, refund: Refunded) -> None:
        for number, told in enumerate(self._story.refund_told, 1):
            at = refund.made_at + told.after
            self._post("stripe", told, refund_event(told, refund, number, at), at)

    def _tell_mail(self, mail: Mail, number: int) -> None:
        body = a_mail_event(
            receipt_id=mail.receipt_id,
            message_id=f"ses-{number}",
            notification=f"sns-{number}",
            at=self._shop.clock.at,
        )
        told = Told("Send", "sent")
        self._post("ses", told, body, self._shop.clock.at + MAIL_EVENT_DELAY)

    def _post(self, provider: str, told: Told, body: bytes, at: datetime) -> None:
        message = Message(body, {"provider": provider, "traceparent": TRACEPARENT})
        for late in self._story.late.get(told.type, (AT_ONCE,)):
            self._schedule.add(
                "webhook_intake", lambda: self._shop.intake.publish([message]), at + late
            )
