"""Invoice payments: which PaymentIntent pays for which invoice."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import intents
from emulators.stripe.store import JsonObject

_LINK = "invoice_of"
_WORDS = {
    "manual": "Payment for Invoice",
    "subscription_create": "Subscription creation",
    "subscription_cycle": "Subscription update",
    "subscription_update": "Subscription update",
}


def of(account: Account, invoice_id: str) -> list[JsonObject]:
    """Newest first."""
    rows = account.store.newest_first("invoice_payment")
    return [row for row in rows if row["invoice"] == invoice_id]


def open_default(account: Account, invoice_id: str) -> JsonObject | None:
    rows = of(account, invoice_id)
    return next((row for row in rows if row["is_default"] and row["status"] == "open"), None)


def invoice_id(account: Account, intent: JsonObject) -> str | None:
    """The invoice that an intent pays for, if it pays for one."""
    link = account.store.find(_LINK, intent["id"])
    return None if link is None else str(link["invoice"])


def begin(account: Account, invoice: JsonObject, saves: bool) -> JsonObject:  # noqa: FBT001
    """A new PaymentIntent for what is left to pay. `saves`: the method will be used again."""
    words = _WORDS.get(invoice["billing_reason"], "Payment for Invoice")
    params: JsonObject = {
        "automatic_payment_methods": {"allow_redirects": "never"},
        "capture_method": "automatic",
        "customer": invoice["customer"],
        "description": words,
        "receipt_email": None,
        "setup_future_usage": "off_session" if saves else None,
        "statement_descriptor": invoice["statement_descriptor"],
    }
    amount = invoice["amount_remaining"]
    intent = intents.create(account, amount, invoice["currency"], params)
    adopt(account, invoice, intent)
    return intent


def adopt(account: Account, invoice: JsonObject, intent: JsonObject) -> JsonObject:
    """The open invoice payment by which an intent pays for an invoice."""
    account.store.put(_LINK, intent["id"], {"invoice": invoice["id"]})
    return account.store.save(
        {
            "id": account.ids.new("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": intent["amount"],
            "created": account.now(),
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )


def paid(account: Account, row: JsonObject, now: int) -> JsonObject:
    transitions = {**row["status_transitions"], "paid_at": now}
    changes = {"amount_paid": row["amount_requested"], "status": "paid"}
    after = account.store.save({**row, **changes, "status_transitions": transitions})
    account.events.emit("invoice_payment.paid", after)
    return after


def canceled(account: Account, row: JsonObject, now: int) -> JsonObject:
    transitions = {**row["status_transitions"], "canceled_at": now}
    return account.store.save({**row, "status": "canceled", "status_transitions": transitions})
