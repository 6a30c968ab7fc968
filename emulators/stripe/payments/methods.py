"""Payment methods: the object a card or a bank account becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from emulators.stripe.account import Account
from emulators.stripe.payments import cards
from emulators.stripe.payments.bank_accounts import DebitAccount
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
    kind: ClassVar[str] = "card"
    number: str
    exp_month: int
    exp_year: int
    cvc: str

    @property
    def secret(self) -> str:
        return self.number


@dataclass(frozen=True, slots=True)
class CashBalance:
    """What the customer has transferred, or will."""

    kind: ClassVar[str] = "customer_balance"
    secret: ClassVar[str] = ""

    def details(self) -> JsonObject:
        return {}


Instrument = CardDetails | DebitAccount | CashBalance


def stand_in(account: Account, card: TestCard) -> CardDetails:
    """The details behind a `tok_...` or `pm_card_...`: it never expires."""
    in_five_years = account.clock.now() + timedelta(days=5 * 365)
    return CardDetails(card.number, in_five_years.month, in_five_years.year, "123")


def create(account: Account, instrument: Instrument, billing: JsonObject) -> JsonObject:
    """Save a new payment method. What is secret about it stays out of the object."""
    key = account.ids.new("pm")
    kind = instrument.kind
    if isinstance(instrument, CardDetails):
        details = _card(instrument, billing)
    else:
        details = instrument.details()
    account.store.put("instrument", key, {"number": instrument.secret})
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
