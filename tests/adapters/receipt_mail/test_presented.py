"""Where the provider converted, the mail names what moved on both sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.invoice_document.languages import LANGUAGES
from shared.adapters.receipt_mail.wording import wording_in
from shared.domain.invoice import Invoice
from shared.domain.money import Money
from tests.adapters.receipt_mail.letters import a_letter, html_of, text_of
from tests.builders.invoices import a_buyer, a_numbered_invoice


def an_invoice_paid_as(presented: Money | None, language: str = "en") -> Invoice:
    invoice = a_numbered_invoice(buyer=replace(a_buyer(), language=language))
    return replace(invoice, snapshot=replace(invoice.snapshot, presented=presented))


def test_the_receipt_shows_both_currencies() -> None:
    letter = a_letter(an_invoice_paid_as(Money(104_21, "usd")))

    assert "Total: €89.00\nIn your currency: " in text_of(letter)
    for said in (text_of(letter), html_of(letter)):
        assert "€89.00" in said
        assert "104.21" in said


def test_a_yen_has_no_cents() -> None:
    assert "14,512\n" in text_of(a_letter(an_invoice_paid_as(Money(14_512, "jpy"))))


def test_a_receipt_in_one_currency_says_nothing_of_another() -> None:
    assert "In your currency" not in text_of(a_letter(an_invoice_paid_as(None)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_so(language: str) -> None:
    letter = a_letter(an_invoice_paid_as(Money(104_21, "usd"), language))

    name = wording_in(language).presented
    assert f"{name}: " in text_of(letter)
    assert name in html_of(letter)
