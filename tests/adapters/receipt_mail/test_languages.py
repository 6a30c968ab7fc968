from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from shared.adapters.invoice_document.languages import LANGUAGES
from shared.adapters.receipt_mail.wording import FOLDER, News, Wording, wording_in
from shared.domain.invoice import DocumentKind, Invoice
from tests.adapters.receipt_mail.letters import (
    a_credit_note,
    a_letter,
    a_reversal,
    html_of,
    text_of,
)
from tests.adapters.receipt_mail.page import Page
from tests.builders.invoices import a_buyer, a_numbered_invoice, a_seller

OWN = [field.name for field in fields(Wording) if field.name != "news"]
NEWS = [field.name for field in fields(News)]


def documents(buyer_language: str, seller_language: str = "en") -> dict[DocumentKind, Invoice]:
    buyer = replace(a_buyer(), language=buyer_language)
    seller = replace(a_seller(), language=seller_language)
    invoice = a_numbered_invoice(buyer=buyer, seller=seller)
    note = a_credit_note(invoice)
    every = (invoice, note, a_reversal(note))
    return {document.snapshot.kind: document for document in every}


def test_a_mail_speaks_every_language_of_the_document() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_fills_the_gaps_of_english(language: str) -> None:
    english, wording = wording_in("en"), wording_in(language)

    for name in OWN:
        said = getattr(wording, name)
        assert said.strip() == said != ""
        assert gaps(said) == gaps(getattr(english, name)), name


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_whole_in_every_language(language: str, kind: DocumentKind) -> None:
    news = wording_in(language).news[kind]

    for name in NEWS:
        said = getattr(news, name)
        assert said.strip() == said != ""
    assert gaps(news.subject) == {"seller", "number"}
    assert "total" in gaps(news.preheader)
    assert gaps(news.intro) == {"total"}


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_message_is_left_in_english(language: str) -> None:
    english, wording = wording_in("en"), wording_in(language)

    assert not [name for name in OWN if getattr(wording, name) == getattr(english, name)]
    for kind in DocumentKind:
        said, meant = wording.news[kind], english.news[kind]
        assert not [name for name in NEWS if getattr(said, name) == getattr(meant, name)]


@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_readers_get_a_whole_mail_in_it(language: str, kind: DocumentKind) -> None:
    document, wording = documents(language)[kind], wording_in(language)

    letter = a_letter(document)
    text, page = text_of(letter), Page(html_of(letter))

    assert page.open == []
    for said in (wording.news[kind].heading, wording.help, wording.button):
        assert said in text
        assert said in " ".join(page.visible)
    assert str(document.number_text) in letter["Subject"]
    assert not re.search(r"[{}]", text + page.text)
    assert f'<html lang="{language}"' in html_of(letter)
    assert letter["Content-Language"] == language


@pytest.mark.parametrize(
    ("buyer", "seller", "heading"),
    [
        ("de-AT", "sv", "Vielen Dank für Ihre Bestellung"),
        ("pt", "sv", "Agradecemos o seu pedido"),
        ("", "sv", "Tack för din beställning"),
        ("tlh", "nl", "Bedankt voor uw bestelling"),
        ("tlh", "tlh", "Thank you for your order"),
    ],
)
def test_the_buyers_language_comes_first_then_the_sellers_then_english(
    buyer: str, seller: str, heading: str
) -> None:
    letter = a_letter(documents(buyer, seller)[DocumentKind.INVOICE])

    assert text_of(letter).startswith(f"{heading}\n")


def test_arabic_runs_from_right_to_left_and_keeps_foreign_words_whole() -> None:
    letter = a_letter(documents("ar")[DocumentKind.CREDIT_NOTE])
    html = html_of(letter)

    assert '<html lang="ar" dir="rtl"' in html
    assert 'align="left"' in html  # the amounts
    assert "letter-spacing:-" not in html
    for whole in ("Nordljus Press", "CN-2026-000007"):
        assert f"\u2068{whole}\u2069" in letter["Subject"]
        assert f"\u2068{whole}\u2069" in text_of(letter)
    assert "\u2066INV-2026-000123\u2069" in text_of(letter)


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "ar"])
def test_other_languages_run_from_left_to_right_without_marks(language: str) -> None:
    letter = a_letter(documents(language)[DocumentKind.INVOICE])

    assert ' dir="ltr"' in html_of(letter)
    assert not re.search("[\u200e\u200f\u2066-\u2069]", text_of(letter))


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))
