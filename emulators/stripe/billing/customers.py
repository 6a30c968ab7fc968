"""What billing asks of a customer: its time, its money, its way to pay, its tax."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.tax import assessment, customer_ids
from emulators.stripe.billing.tax.assessment import Payer
from emulators.stripe.resources import payment_methods
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


def payer(account: Account, customer: JsonObject) -> Payer | None:
    shipping = (customer["shipping"] or {}).get("address")
    ids = customer_ids.of(account, customer["id"])
    return assessment.payer(shipping or customer["address"], customer["tax_exempt"], ids)


def default_method(account: Account, customer_id: str) -> str | None:
    settings = account.store.get("customer", customer_id)["invoice_settings"]
    method: str | None = settings["default_payment_method"]
    return method


def own_method(account: Account, key: str, customer_id: str, param: str) -> str:
    """The id of a payment method that is the customer's own."""
    method = payment_methods.find(account, key, param)
    if method["customer"] != customer_id:
        message = (
            f"The customer does not have a payment method with the ID {key}. The payment method"
            " must be attached to the customer."
        )
        raise errors.invalid(message, param, "resource_missing")
    return str(method["id"])


def change_balance(
    account: Account, customer_id: str, by: int, currency: str, about: JsonObject
) -> JsonObject:
    """Book on the customer's balance; below zero is what the shop owes. The transaction.

    `about`: its `type` and the invoice or credit note behind it.
    """
    customer = account.store.get("customer", customer_id)
    ending = customer["balance"] + by
    account.store.save({**customer, "balance": ending, "currency": currency})
    return account.store.save(
        {
            "id": account.ids.new("cbtxn"),
            "object": "customer_balance_transaction",
            "amount": by,
            "checkout_session": None,
            "created": account.now(),
            "credit_note": None,
            "currency": currency,
            "customer": customer_id,
            "customer_account": None,
            "description": None,
            "ending_balance": ending,
            "invoice": None,
            "livemode": False,
            "metadata": {},
            **about,
        }
    )
