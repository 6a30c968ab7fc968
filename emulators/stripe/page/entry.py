"""What the buyer typed on the hosted page, read as the page itself would read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from emulators.stripe.checkout.checkout import Buyer
from emulators.stripe.checkout.subscription_mode import needs_method
from emulators.stripe.page import collected, tax_id
from emulators.stripe.page.countries import COUNTRIES
from emulators.stripe.payments import cards, ibans
from emulators.stripe.payments.bank_accounts import IbanAccount
from emulators.stripe.payments.methods import NO_ADDRESS, CardDetails, Instrument
from emulators.stripe.store import JsonObject

REQUIRED = "Required"
_POSTAL_CODE_NEEDED = {"CA", "GB", "US"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_EXPIRY = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{2}|\d{4})|(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    buyer: Buyer
    instrument: Instrument | None
    """None if there is nothing to pay."""


@dataclass(eq=False)
class Incomplete(Exception):
    """The page keeps the form back: field name -> what is wrong with it."""

    complaints: Mapping[str, str]


@dataclass(slots=True)
class _Form:
    """The fields, and what has been found wrong with them so far."""

    fields: Mapping[str, str]
    complaints: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            self.complaints[name] = REQUIRED
        return value

    def complain(self, name: str, complaint: str) -> None:
        self.complaints.setdefault(name, complaint)


def read(fields: Mapping[str, str], session: JsonObject, today: date) -> Entry:
    form = _Form(fields)
    details = session["customer_details"]
    email = details["email"] if details else _email(form)
    name = form.required("name")
    address = _address(form, asks_for_street=session["billing_address_collection"] == "required")
    tax_ids = tax_id.read(form.text(tax_id.FIELD), address["country"], session, form.complain)
    answers = collected.read(form.text, session, form.complain)
    instrument = None
    if needs_method(session):
        is_debit = form.text("method") == "sepa_debit"
        is_debit &= "sepa_debit" in session["payment_method_types"]
        instrument = _bank_account(form) if is_debit else _card(form, today)
    if form.complaints:
        raise Incomplete(form.complaints)
    return Entry(Buyer(email, name, address, tax_ids, answers), instrument)


def card(fields: Mapping[str, str], today: date) -> CardDetails:
    """A page's card fields alone; raises `Incomplete` like `read`."""
    form = _Form(fields)
    typed = _card(form, today)
    if form.complaints:
        raise Incomplete(form.complaints)
    return typed


def _email(form: _Form) -> str:
    email = form.required("email")
    if not _EMAIL.fullmatch(email):
        form.complain("email", "Your email is incomplete.")
    return email


def _address(form: _Form, *, asks_for_street: bool) -> JsonObject:
    country = form.required("country").upper()
    if country not in COUNTRIES:
        form.complain("country", "Choose your country or region.")
    names = ["postal_code"] if country in _POSTAL_CODE_NEEDED or asks_for_street else []
    names += ["line1", "city"] if asks_for_street else []
    for name in names:
        form.required(name)
    asked = NO_ADDRESS if asks_for_street else ("postal_code",)
    typed = {name: form.text(name) or None for name in asked}
    return {**NO_ADDRESS, **typed, "country": country}


def _card(form: _Form, today: date) -> CardDetails:
    number = re.sub(r"[\s-]", "", form.required("card_number"))
    if not number.isascii() or not number.isdigit() or not cards.is_complete(number):
        form.complain("card_number", "Your card number is incomplete.")
    elif not cards.passes_luhn(number):
        form.complain("card_number", "Your card number is invalid.")
    month, year = _expiry(form, today)
    cvc = form.required("card_cvc")
    if not re.fullmatch(rf"\d{{{cards.cvc_length(number)}}}", cvc, re.ASCII):
        form.complain("card_cvc", "Your card's security code is incomplete.")
    return CardDetails(number, month, year, cvc)


def _expiry(form: _Form, today: date) -> tuple[int, int]:
    """Month and four-digit year."""
    match = _EXPIRY.fullmatch(form.required("card_expiry"))
    if match is None:
        form.complain("card_expiry", "Your card's expiration date is incomplete.")
        return 0, 0
    month, year = int(match[1] or match[3]), int(match[2] or match[4])
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - two digits mean this century
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        form.complain("card_expiry", "Your card's expiration date is invalid.")
    elif (year, month) < (today.year, today.month):
        form.complain("card_expiry", "Your card's expiration date is in the past.")
    return month, year


def _bank_account(form: _Form) -> IbanAccount:
    iban = ibans.normal(form.required("iban"))
    if not ibans.is_valid(iban):
        form.complain("iban", "The IBAN you entered is invalid.")
    return IbanAccount(iban)
