"""The fixed words of the document, one file per language in `wordings/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache

from shared.adapters.invoice_document.languages import FOLDER


class WordingWrong(Exception):
    """A file of words lacks one, or has one too many."""


@dataclass(frozen=True, slots=True)
class TaxWords:
    name: str  # as in the middle of a sentence
    number: str  # of the registration for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    language: str  # BCP 47
    locale: str  # CLDR, where the reader's country does not tell
    is_right_to_left: bool = False
    invoice: str
    tax_invoice: str
    receipt: str
    credit_note: str
    reversal: str
    corrects: str  # {number}, {date}
    reverses: str  # {number}, {date}
    paid_on: str  # {date}
    due_on: str  # {date}
    refunded_on: str  # {date}
    reversed_on: str  # {date}
    seller: str
    buyer: str
    delivered_to: str
    issue_date: str
    supply_only: str
    supply_date: str
    refund_date: str
    reversal_date: str
    due_date: str
    order: str
    payment: str
    refund: str
    position: str
    item: str
    quantity: str
    unit_price: str
    unit_net: str  # {amount}
    discount: str  # {amount}
    amount: str
    carried_forward: str
    brought_forward: str
    tax_summary: str  # {tax}
    rate: str
    net: str
    gross: str
    discounts: str
    total: str
    total_credited: str
    total_reversed: str
    amount_due: str
    tax_in: str  # {tax}, {currency}
    amounts_in: str  # {currency}
    prices_include: str  # {tax}
    transfer: str
    account_holder: str
    reference: str
    code_for: str  # {amount}
    scan: str
    logo: str  # {name}
    page: str  # {page}, {pages}
    tax_number: str
    taxes: dict[str, TaxWords]  # by the names in `legal.toml`


@cache
def wording_in(language: str) -> Wording:
    """`WordingWrong` names what is missing: a document with a hole in it is never printed."""
    words = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    taxes = words.pop("taxes")
    words["tax_number"] = taxes.pop("tax_number")
    known = {field.name for field in fields(Wording)} - {"taxes", "is_right_to_left"}
    if odd := (words.keys() ^ known) - {"is_right_to_left"}:
        raise WordingWrong(f"{language}: {', '.join(sorted(odd))}")
    return Wording(**words, taxes={name: TaxWords(**pair) for name, pair in taxes.items()})


def starting(sentence: str) -> str:
    """With a capital: tax names stand in small letters where a language wants them so."""
    return sentence[:1].upper() + sentence[1:]
