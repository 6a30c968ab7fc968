"""Bank accounts for a SEPA debit: the check digits, and the accounts that fail."""

from __future__ import annotations

import re

from emulators.stripe.payments import declines
from emulators.stripe.payments.declines import Decline

SUCCEEDS = "DE89370400440532013000"
FAILS = "DE62370400440532013001"
LACKS_FUNDS = "DE65370400440002222227"

_FAILING = {
    "AT861904300235473202": declines.DEBIT_FAILED,
    FAILS: declines.DEBIT_FAILED,
    "FI9112345600000786": declines.DEBIT_FAILED,
    "FR8420041010050500013M02607": declines.DEBIT_FAILED,
    "IE02AIBK93115212345679": declines.DEBIT_FAILED,
    "IT60X0542811101000000123456": declines.DEBIT_FAILED,
    "LT821000011101001001": declines.DEBIT_FAILED,
    "LU980019400644750001": declines.DEBIT_FAILED,
    LACKS_FUNDS: declines.DEBIT_INSUFFICIENT_FUNDS,
    "FI6712345602222227": declines.DEBIT_INSUFFICIENT_FUNDS,
    "FR9720041010050000002222227": declines.DEBIT_INSUFFICIENT_FUNDS,
    "IE10AIBK93115202222227": declines.DEBIT_INSUFFICIENT_FUNDS,
}
"""Stripe's published test accounts; every other valid account pays."""


def normal(text: str) -> str:
    return re.sub(r"\s", "", text).upper()


def is_valid(iban: str) -> bool:
    """ISO 13616: country, two check digits, and 97 divides the rest with one left over."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", iban):
        return False
    return _remainder(iban[4:] + iban[:4]) == 1


def with_check_digits(country: str, account: str) -> str:
    """The IBAN of an account as its bank writes it."""
    return f"{country}{98 - _remainder(f'{account}{country}00'):02}{account}"


def _remainder(turned: str) -> int:
    return int("".join(str(int(character, 36)) for character in turned)) % 97


def decline(iban: str) -> Decline | None:
    return _FAILING.get(iban)
