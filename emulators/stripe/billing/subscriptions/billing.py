"""A subscription's invoices: what they carry over from it, and how they are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from emulators.stripe.account import Account
from emulators.stripe.billing import discounts, invoice_settings
from emulators.stripe.billing.invoices import drafts, shape
from emulators.stripe.billing.invoices.invoices import Invoices
from emulators.stripe.billing.invoices.lines import Charge
from emulators.stripe.billing.subscriptions import items
from emulators.stripe.billing.timeline import Timeline
from emulators.stripe.store import JsonObject


class SubscriptionBilling:
    def __init__(self, account: Account, timeline: Timeline, invoices: Invoices) -> None:
        self._account = account
        self._timeline = timeline
        self._invoices = invoices

    def invoice(
        self, subscription: JsonObject, reason: str, charges: Sequence[Charge]
    ) -> JsonObject:
        """A draft with these charges and all that is waiting; the subscription's latest."""
        customer = self._account.store.get("customer", subscription["customer"])
        waiting = self.waiting(subscription)
        fields = self.fields(subscription, reason)
        invoice = self._invoices.drafts.create(customer, fields, charges, waiting=waiting)
        self._use_up(subscription, invoice)
        return invoice

    def _use_up(self, subscription: JsonObject, invoice: JsonObject) -> None:
        """Note the invoice, and let go of the discounts that count only once."""
        current = self._account.store.get("subscription", subscription["id"])
        once = {key for key in invoice["discounts"] if self._counts_once(key)}
        left = [key for key in current["discounts"] if key not in once]
        changes = {"discounts": left, "latest_invoice": invoice["id"]}
        self._account.store.save({**current, **changes})
        customer = self._account.store.get("customer", subscription["customer"])
        if customer["discount"] and customer["discount"]["id"] in once:
            self._account.store.save({**customer, "discount": None})

    def _counts_once(self, key: str) -> bool:
        discount = self._account.store.get("discount", key)
        return bool(discounts.coupon_of(self._account, discount)["duration"] == "once")

    def waiting(self, subscription: JsonObject) -> list[JsonObject]:
        return drafts.waiting_for(
            self._account, subscription["customer"], subscription["currency"], subscription["id"]
        )

    def fields(self, subscription: JsonObject, reason: str) -> JsonObject:
        """What an invoice takes over from its subscription."""
        now = self._timeline.now(subscription["test_clock"])
        is_paused = subscription["pause_collection"] is not None
        rows = items.of(subscription)
        fields = {
            "auto_advance": not is_paused and subscription["status"] not in {"unpaid", "canceled"},
            "automatic_tax": shape.automatic_tax(subscription["automatic_tax"]["enabled"]),
            "billing_reason": reason,
            "collection_method": subscription["collection_method"],
            "currency": subscription["currency"],
            "default_payment_method": None,
            "default_tax_rates": subscription["default_tax_rates"],
            "description": subscription["invoice_settings"]["description"],
            "discounts": self._running_discounts(subscription, now),
            "footer": subscription["invoice_settings"]["footer"],
            "parent": invoice_settings.parent(subscription),
            "period_end": now,
            "period_start": now if reason == "subscription_create" else _last_start(rows, now),
        }
        return {**fields, "due_date": drafts.due_date(fields, now, subscription["days_until_due"])}

    def _running_discounts(self, subscription: JsonObject, now: int) -> list[str]:
        """Those of the subscription, or else of the customer, that still run."""
        customer = self._account.store.get("customer", subscription["customer"])
        keys = subscription["discounts"]
        if not keys and customer["discount"]:
            keys = [customer["discount"]["id"]]
        running = [self._account.store.get("discount", key) for key in keys]
        return [one["id"] for one in running if one["end"] is None or one["end"] > now]


def _last_start(rows: list[JsonObject], now: int) -> int:
    """The period before the one that begins now."""
    starts = [row["current_period_start"] for row in rows]
    return min(starts, default=now)
