"""Charges: one attempt to take an intent's money."""

from __future__ import annotations

from datetime import timedelta

from emulators.stripe.account import DISPLAY_NAME, Account
from emulators.stripe.payments import declines, mandates, presentment
from emulators.stripe.payments.bank_accounts import SCHEMES
from emulators.stripe.payments.declines import Decline
from emulators.stripe.store import JsonObject

HELD_FOR = timedelta(days=7)
"""How long a bank holds money for a capture by hand."""


def create(
    account: Account,
    intent: JsonObject,
    method: JsonObject,
    status: str,
    decline: Decline | None = None,
) -> JsonObject:
    """Save a charge that is `succeeded`, `pending` or `failed` (then with its decline)."""
    taken = status == "succeeded"
    captured = status == "pending" or (taken and intent["capture_method"] != "manual")
    charge = {
        "id": account.ids.new("ch" if method["type"] == "card" else "py"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if captured else 0,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": DISPLAY_NAME.upper(),
        "captured": captured,
        "created": account.now(),
        "currency": intent["currency"],
        "failure_code": decline.code if decline else None,
        "failure_message": decline.message if decline else None,
        "outcome": declines.outcome(decline, account.ids.between(0, 64)),
        "paid": taken,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": _details(account, intent, method),
        "status": status,
        **{name: intent[name] for name in _FROM_THE_INTENT},
        **presentment.carried(intent),
        **_AT_REST,
    }
    return account.store.save(charge)


def settle(account: Account, charge_id: str, decline: Decline | None) -> JsonObject:
    """Save a pending charge as what became of it."""
    pending = account.store.get("charge", charge_id)
    if decline is None:
        return account.store.save({**pending, "status": "succeeded", "paid": True})
    failure = {"failure_code": decline.code, "failure_message": decline.message}
    outcome = declines.outcome(decline, pending["outcome"]["risk_score"])
    nothing = {"amount_captured": 0, "captured": False, "status": "failed", "outcome": outcome}
    return account.store.save({**pending, **failure, **nothing})


def _details(account: Account, intent: JsonObject, method: JsonObject) -> JsonObject:
    if method["type"] == "card":
        return {"type": "card", "card": _card(account, intent, method)}
    kind = method["type"]
    if kind not in SCHEMES:
        return {"type": kind, kind: {}}
    debit = {name: method[kind][name] for name in SCHEMES[kind].shown}
    mandate = mandates.of(account, method)
    debit |= {"expected_debit_date": None, "mandate": mandate["id"]}
    return {"type": kind, kind: debit}


def _card(account: Account, intent: JsonObject, method: JsonObject) -> JsonObject:
    card, unavailable = method["card"], {"status": "unavailable"}
    is_authenticated = account.store.find("authenticated", method["id"]) is not None
    held = intent["capture_method"] == "manual"
    held_until = {"capture_before": account.now() + int(HELD_FOR.total_seconds())} if held else {}
    return {
        **{name: card[name] for name in _PLASTIC},
        **held_until,
        "amount_authorized": intent["amount"],
        "authorization_code": account.ids.digits(6),
        "extended_authorization": {"status": "disabled"},
        "incremental_authorization": unavailable,
        "installments": None,
        "mandate": None,
        "multicapture": unavailable,
        "network": card["brand"],
        "network_token": {"used": False},
        "network_transaction_id": account.ids.digits(15),
        "overcapture": {"maximum_amount_capturable": intent["amount"], **unavailable},
        "three_d_secure": _AUTHENTICATED if is_authenticated else None,
        "transaction_link_id": None,
        "wallet": None,
    }


_AUTHENTICATED = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "transaction_id": None,
    "version": "2.2.0",
}
_PLASTIC = (
    "brand",
    "checks",
    "country",
    "exp_month",
    "exp_year",
    "fingerprint",
    "funding",
    "last4",
    "regulated_status",
)
_FROM_THE_INTENT = (
    "customer",
    "description",
    "metadata",
    "receipt_email",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
_AT_REST: JsonObject = {
    "amount_refunded": 0,
    "application": None,
    "application_fee": None,
    "application_fee_amount": None,
    "balance_transaction": None,
    "disputed": False,
    "failure_balance_transaction": None,
    "fraud_details": {},
    "livemode": False,
    "on_behalf_of": None,
    "radar_options": {},
    "receipt_number": None,
    "receipt_url": None,
    "refunded": False,
    "review": None,
    "source": None,
    "source_transfer": None,
    "transfer_data": None,
}
