"""The bank accounts that customers transfer to: one of their own each, at no real bank."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from emulators.stripe.account import DISPLAY_NAME
from emulators.stripe.payments import ibans
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Way:
    """One kind of bank transfer."""

    currency: str
    country: str
    address_type: str
    networks: tuple[str, ...]
    fields: Callable[[str, str], JsonObject]
    """(twenty digits of the customer's own, country) -> where to send the money."""

    def address(self, customer_id: str, country: str | None) -> JsonObject:
        """One of `financial_addresses`."""
        where = country or self.country
        return {
            self.address_type: {
                **self.fields(_digits(customer_id), where),
                "account_holder_address": _office(where),
                "account_holder_name": DISPLAY_NAME,
                "bank_address": _office(where),
            },
            "supported_networks": list(self.networks),
            "type": self.address_type,
        }


def _digits(customer_id: str) -> str:
    return str(int(hashlib.sha256(customer_id.encode()).hexdigest(), 16))[:20]


def _office(country: str) -> JsonObject:
    rest = {"line1": "1 Test Street", "line2": None, "postal_code": "12345", "state": None}
    return {"city": "Test City", "country": country, **rest}


def _iban(digits: str, country: str) -> JsonObject:
    account = f"TEST{digits[:14]}"
    checked = ibans.with_check_digits(country, account)
    return {"bic": f"TEST{country}2XXXX"[:11], "country": country, "iban": checked}


def _sort_code(digits: str, _: str) -> JsonObject:
    return {"account_number": digits[:8], "sort_code": "200000"}


def _zengin(digits: str, _: str) -> JsonObject:
    return {
        "account_number": digits[:7],
        "account_type": "futsu",
        "bank_code": "0000",
        "bank_name": "Test Bank",
        "branch_code": digits[7:10],
        "branch_name": "Test Branch",
    }


def _spei(digits: str, _: str) -> JsonObject:
    return {"bank_code": "000", "bank_name": "Test Bank", "clabe": f"000{digits[:15]}"}


def _aba(digits: str, _: str) -> JsonObject:
    return {
        "account_number": digits[:12],
        "account_type": "checking",
        "bank_name": "Test Bank",
        "routing_number": "110000000",
    }


WAYS = {
    "eu_bank_transfer": Way("eur", "DE", "iban", ("sepa",), _iban),
    "gb_bank_transfer": Way("gbp", "GB", "sort_code", ("bacs", "fps"), _sort_code),
    "jp_bank_transfer": Way("jpy", "JP", "zengin", ("zengin",), _zengin),
    "mx_bank_transfer": Way("mxn", "MX", "spei", ("spei",), _spei),
    "us_bank_transfer": Way("usd", "US", "aba", ("ach", "domestic_wire_us"), _aba),
}
TYPE_OF = {way.currency: name for name, way in WAYS.items()}
"""Currency -> the kind of bank transfer that brings it."""
OLD_NAMES = {"jp_bank_account": "jp_bank_transfer"}
"""What the Stripe CLI still calls them."""


def reference(intent_id: str) -> str:
    """What the buyer writes on the transfer, so that it is known what it pays for."""
    return hashlib.sha256(intent_id.encode()).hexdigest()[:12].upper()
