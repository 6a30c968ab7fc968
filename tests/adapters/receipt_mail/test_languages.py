from __future__ import annotations

import re
from dataclasses import fields, replace
from email.message import EmailMessage

import pytest

from shared.adapters.invoice_document.languages import LANGUAGES
from shared.adapters.receipt_mail.wording import FOLDER, News, Wording, wording_in
from shared.domain.invoice import DocumentKind, Invoice
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_DOCUMENT, OF_STATUS
from tests.adapters.receipt_mail.letters import (
    a_credit_note,
    a_letter,
    a_letter_again,
    a_reversal,
    a_status_letter,
    html_of,
    text_of,
)
from tests.adapters.receipt_mail.page import Page
from tests.builders.invoices import a_buyer, a_numbered_invoice, a_seller

OWN = [field.name for field in fields(Wording) if field.name != "news"]
NEWS = [field.name for field in fields(News)]
UNNUMBERED = {fact: {"number"} for fact in OF_STATUS.values()}


def documents(buyer_language: str, seller_language: str = "en") -> dict[DocumentKind, Invoice]:
    buyer = replace(a_buyer(), language=buyer_language)
    seller = replace(a_seller(), language=seller_language)
    invoice = a_numbered_invoice(buyer=buyer, seller=seller)
    note = a_credit_note(invoice)
    every = (invoice, note, a_reversal(note))
    return {document.snapshot.kind: document for document in every}


def letters(language: str) -> dict[MailFact, EmailMessage]:
    every = documents(language)
    buyer = replace(a_buyer(), language=language)
    return {
        **{OF_DOCUMENT[kind]: a_letter(document) for kind, document in every.items()},
        **{fact: a_status_letter(fact, buyer=buyer) for fact in OF_STATUS.values()},
        MailFact.RESENT: a_letter_again(every[DocumentKind.INVOICE]),
    }


def test_a_mail_speaks_every_language_of_the_document() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_fills_the_gaps_of_english(language: str) -> None:
    english, wording = wording_in("en"), wording_in(language)

    for name in OWN:
        said = getattr(wording, name)
        assert said.strip() == said != ""
        assert gaps(said) == gaps(getattr(english, name)), name


@pytest.mark.parametrize("fact", MailFact)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_whole_in_every_language(language: str, fact: MailFact) -> None:
    english, news = wording_in("en").news[fact], wording_in(language).news[fact]

    for name in NEWS:
        said = getattr(news, name)
        assert said.strip() == said != ""
    assert gaps(news.subject) == {"seller", "number"} - UNNUMBERED.get(fact, set())
    assert gaps(news.preheader) & {"total", "number"} == gaps(english.preheader) - {"seller"}
    assert gaps(news.intro) == gaps(english.intro)


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_no_message_is_left_in_english(language: str) -> None:
    english, wording = wording_in("en"), wording_in(language)

    assert not [name for name in OWN if getattr(wording, name) == getattr(english, name)]
    for fact in MailFact:
        said, meant = wording.news[fact], english.news[fact]
        assert not [name for name in NEWS if getattr(said, name) == getattr(meant, name)]


@pytest.mark.parametrize("fact", MailFact)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_readers_get_a_whole_mail_in_it(language: str, fact: MailFact) -> None:
    letter, wording = letters(language)[fact], wording_in(language)
    text, page = text_of(letter), Page(html_of(letter))

    assert page.open == []
    for said in (wording.news[fact].heading, wording.help, wording.button):
        assert said in text
        assert said in " ".join(page.visible)
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
