"""Bank accounts that can be debited: in euro, in pounds and in dollars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from emulators.stripe.payments import cards, declines, ibans
from emulators.stripe.payments.declines import Decline
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Scheme:
    currency: str
    settles_after: timedelta
    """In production; Stripe's test mode takes minutes."""
    shown: tuple[str, ...]
    """What the charges of a debit tell of the account."""


SCHEMES = {
    "sepa_debit": Scheme(
        "eur",
        timedelta(days=2),
        ("bank_code", "branch_code", "country", "fingerprint", "last4"),
    ),
    "bacs_debit": Scheme("gbp", timedelta(days=3), ("fingerprint", "last4", "sort_code")),
    "us_bank_account": Scheme(
        "usd",
        timedelta(days=4),
        (
            "account_holder_type",
            "account_type",
            "bank_name",
            "fingerprint",
            "last4",
            "routing_number",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class IbanAccount:
    kind: ClassVar[str] = "sepa_debit"
    iban: str

    @property
    def secret(self) -> str:
        return self.iban

    def details(self) -> JsonObject:
        iban = ibans.normal(self.iban)
        return {
            "bank_code": iban[4:12],
            "branch_code": "",
            "country": iban[:2],
            "fingerprint": cards.fingerprint(iban),
            "generated_from": {"charge": None, "setup_attempt": None},
            "last4": iban[-4:],
        }


@dataclass(frozen=True, slots=True)
class SortCodeAccount:
    kind: ClassVar[str] = "bacs_debit"
    sort_code: str
    number: str

    @property
    def secret(self) -> str:
        return self.number

    def details(self) -> JsonObject:
        return {
            "fingerprint": cards.fingerprint(f"{self.sort_code}-{self.number}"),
            "last4": self.number[-4:],
            "sort_code": self.sort_code,
        }


@dataclass(frozen=True, slots=True)
class RoutedAccount:
    kind: ClassVar[str] = "us_bank_account"
    routing_number: str
    number: str
    holder_type: str
    account_type: str

    @property
    def secret(self) -> str:
        return self.number

    def details(self) -> JsonObject:
        return {
            "account_holder_type": self.holder_type,
            "account_type": self.account_type,
            "bank_name": "STRIPE TEST BANK",
            "financial_connections_account": None,
            "fingerprint": cards.fingerprint(f"{self.routing_number}-{self.number}"),
            "last4": self.number[-4:],
            "networks": {"preferred": "ach", "supported": ["ach"]},
            "routing_number": self.routing_number,
            "status_details": {},
        }


DebitAccount = IbanAccount | SortCodeAccount | RoutedAccount

_FAILING = {
    "000111111113": declines.ACCOUNT_CLOSED,
    "000111111116": declines.NO_ACCOUNT,
    "000222222227": declines.DEBIT_INSUFFICIENT_FUNDS,
    "000333333335": declines.DEBIT_NOT_AUTHORIZED,
    "22222227": declines.DEBIT_INSUFFICIENT_FUNDS,
    "33333335": declines.DEBIT_NOT_AUTHORIZED,
}
"""Stripe's published test accounts in dollars and in pounds; every other account pays."""


def decline(kind: str, secret: str) -> Decline | None:
    """Why a debit of the account fails days later, if it does."""
    return ibans.decline(secret) if kind == "sepa_debit" else _FAILING.get(secret)
