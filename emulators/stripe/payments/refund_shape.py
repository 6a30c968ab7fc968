"""What a refund looks like on the day it is made."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject


def create(account: Account, prefix: str, fields: JsonObject) -> JsonObject:
    """Save a new refund. `fields`: those that are known; the others are empty."""
    fresh = {"id": account.ids.new(prefix), "object": "refund", "created": account.now()}
    return account.store.save({**fresh, **_AT_REST, **fields})


def destination(kind: str) -> JsonObject:
    """Where the money goes, by the type of the payment method that it came from."""
    if kind == "card":
        return {"card": _FRESH_CARD, "type": kind}
    if kind == "customer_balance":
        return {"customer_cash_balance": {}, "type": "customer_cash_balance"}
    return by_transfer(_TRANSFERS[kind])


def by_transfer(way: str) -> JsonObject:
    """To a bank account. `way`: such as `eu_bank_transfer`."""
    return {way: {"reference": None, "reference_status": None}, "type": way}


_FRESH_CARD = {
    "reference_status": "pending",
    "reference_type": "acquirer_reference_number",
    "type": "refund",
}
_TRANSFERS = {
    "bacs_debit": "gb_bank_transfer",
    "sepa_debit": "eu_bank_transfer",
    "us_bank_account": "us_bank_transfer",
}
_AT_REST: JsonObject = {
    "balance_transaction": None,
    "charge": None,
    "customer": None,
    "customer_account": None,
    "metadata": {},
    "payment_intent": None,
    "payment_method": None,
    "reason": None,
    "receipt_number": None,
    "source_transfer_reversal": None,
    "status": "succeeded",
    "transfer_reversal": None,
}
