"""Payment methods: the object a card or a bank account becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, ibans
from emulators.stripe.payments.published_cards import TestCard
from emulators.stripe.store import JsonObject

NO_ADDRESS: JsonObject = dict.fromkeys(
    ("city", "country", "line1", "line2", "postal_code", "state")
)
NOBODY: JsonObject = {
    "address": NO_ADDRESS,
    "email": None,
    "name": None,
    "phone": None,
    "tax_id": None,
}


@dataclass(frozen=True, slots=True)
class CardDetails:
    number: str
    exp_month: int
    exp_year: int
    cvc: str


@dataclass(frozen=True, slots=True)
class BankAccount:
    iban: str


Instrument = CardDetails | BankAccount


def stand_in(account: Account, card: TestCard) -> CardDetails:
    """The details behind a `tok_...` or `pm_card_...`: it never expires."""
    in_five_years = account.clock.now() + timedelta(days=5 * 365)
    return CardDetails(card.number, in_five_years.month, in_five_years.year, "123")


def create(account: Account, instrument: Instrument, billing: JsonObject) -> JsonObject:
    """Save a new payment method. What is secret about it stays out of the object."""
    key = account.ids.new("pm")
    if isinstance(instrument, BankAccount):
        kind, details, secret = "sepa_debit", _sepa_debit(instrument), instrument.iban
    else:
        kind, details, secret = "card", _card(instrument, billing), instrument.number
    account.store.put("instrument", key, {"number": secret})
    return account.store.save(
        {
            "id": key,
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": {**NOBODY, **billing},
            kind: details,
            "created": account.now(),
            "customer": None,
            "customer_account": None,
            "livemode": False,
            "metadata": {},
            "radar_options": {},
            "type": kind,
        }
    )


def secret_number(account: Account, method: JsonObject) -> str:
    """The full card number or IBAN behind a payment method."""
    return str(account.store.get("instrument", method["id"])["number"])


def _card(details: CardDetails, billing: JsonObject) -> JsonObject:
    card = cards.by_number(details.number)
    address = billing.get("address") or {}
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": "pass" if address.get("line1") else None,
            "address_postal_code_check": "pass" if address.get("postal_code") else None,
            "cvc_check": card.decline.cvc_check if card.decline else "pass",
        },
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": details.exp_month,
        "exp_year": details.exp_year,
        "fingerprint": cards.fingerprint(card.number),
        "funding": card.funding,
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def _sepa_debit(details: BankAccount) -> JsonObject:
    iban = ibans.normal(details.iban)
    return {
        "bank_code": iban[4:12],
        "branch_code": "",
        "country": iban[:2],
        "fingerprint": cards.fingerprint(iban),
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }
