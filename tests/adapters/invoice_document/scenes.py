"""The documents whose pages are kept as pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from shared.adapters.invoice_document.brand import Brand, plain
from shared.adapters.invoice_document.job import Job, job_for
from shared.adapters.invoice_document.logo import read_logo
from shared.adapters.invoice_document.samples import samples
from shared.domain.address import Address
from shared.domain.catalog import PricedLine
from shared.domain.exchange import ExchangeRate
from shared.domain.invoice import Invoice
from shared.domain.invoice_lines import invoice_lines, taxes_of
from shared.domain.money import Money
from shared.domain.parties import BankAccount, Buyer, Regime, Seller
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice, a_seller

LOGO = Path(__file__).with_name("logo.svg")
LONG_NAME = ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk und Söhne " * 5)[:300]
EVERY_SCRIPT = "山田 · 王 · 김하늘 · ليلى · שלום · สมชาย · हिन्दी · Łódź · Ελένη · 👩\u200d👧 🎁"


def seller_with_a_bank() -> Seller:
    bank = BankAccount(iban="SE4550000000058398257466", bic="ESSESESS")
    return replace(a_seller(), bank=bank, phone="+46 8 555 010 20")


def _sample(kind: str, language: str) -> Callable[[], Job]:
    def job() -> Job:
        sample = samples(seller_with_a_bank(), language, percents=("25", "6"))[kind]
        return job_for(sample.invoice, plain(), sample.terms)

    return job


def _receipt_from_oregon() -> Job:
    home = Address(
        line1="1 Main St", city="Portland", state="OR", postal_code="97201", country="US"
    )
    seller = replace(a_seller(), address=home, vat_id="US123456789", accent="#7c2d12")
    buyer = replace(a_buyer("Eleanor Whitcombe"), address=home, language="en")
    line = a_line(unit=Money(12_345_67, "usd"), vat_percent="8.875")
    return job_for(_sold(seller, buyer, line), Brand(plain().typeface, read_logo(LOGO)))


def _sold(seller: Seller, buyer: Buyer, line: PricedLine) -> Invoice:
    """Taxed by the seller's own state."""
    lines = invoice_lines([line], seller.address.country, seller.regime)
    invoice = a_numbered_invoice(seller=seller, buyer=buyer)
    return replace(invoice, snapshot=replace(invoice.snapshot, lines=lines, taxes=taxes_of(lines)))


def _many_lines() -> Job:
    lines = (a_line(f"Print number {n}", quantity=n % 7 + 1) for n in range(1, 31))
    return job_for(a_numbered_invoice(*lines), plain())


def _strangers() -> Job:
    lines = (a_line(LONG_NAME, description=LONG_NAME), a_line(EVERY_SCRIPT))
    buyer = replace(a_buyer(LONG_NAME[:160]), language="de")
    return job_for(a_numbered_invoice(*lines, buyer=buyer), plain())


def _small_business_in_another_currency() -> Job:
    seller = replace(a_seller(), regime=Regime.SMALL_BUSINESS, vat_id="", tax_number="556677-8899")
    invoice = _sold(seller, a_buyer(), a_line(unit=Money(49_00, "gbp")))
    rate = ExchangeRate(
        currency="sek", rate=Decimal("13.2045"), published_on=invoice.snapshot.paid_at.date()
    )
    sold = replace(invoice.snapshot, exchange=rate, notes=("Cash accounting",))
    return job_for(replace(invoice, snapshot=sold), plain())


def _tax_in_kronor() -> Job:
    invoice = _sold(a_seller(), a_buyer(), a_line())
    rate = ExchangeRate(
        currency="sek",
        rate=Decimal("10.9845"),
        published_on=invoice.snapshot.paid_at.date(),
        source="ECB",
    )
    return job_for(replace(invoice, snapshot=replace(invoice.snapshot, exchange=rate)), plain())


SCENES: Mapping[str, Callable[[], Job]] = {
    "invoice-en": _sample("invoice", "en"),
    "unpaid-de": _sample("unpaid", "de"),
    "credit-note-fr": _sample("credit-note", "fr"),
    "reversal-fi": _sample("reversal", "fi"),
    "reverse-charge-it": _sample("reverse-charge", "it"),
    "reverse-charge-ar": _sample("reverse-charge", "ar"),
    "unpaid-ar": _sample("unpaid", "ar"),
    "invoice-ja": _sample("invoice", "ja"),
    "tax-in-kronor": _tax_in_kronor,
    "receipt-us": _receipt_from_oregon,
    "many-lines": _many_lines,
    "strangers": _strangers,
    "small-business": _small_business_in_another_currency,
}
