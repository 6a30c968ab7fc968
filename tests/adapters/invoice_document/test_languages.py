from __future__ import annotations

import re
import tomllib
from dataclasses import fields

import pytest

from shared.adapters.invoice_document.languages import (
    FOLDER,
    LANGUAGES,
    locale_for,
    negotiated,
)
from shared.adapters.invoice_document.legal import law
from shared.adapters.invoice_document.wording import Wording, starting, wording_in
from shared.domain.language import LANGUAGES as PROMISED

TAX_NAMES = {"vat", "gst", "sales_tax", "consumption_tax"}


def test_these_are_the_languages_of_a_document() -> None:
    """A buyer is promised those of the domain, which knows no files."""
    assert set(LANGUAGES) == set(PROMISED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_fills_every_gap(language: str) -> None:
    english, wording = wording_in("en"), wording_in(language)

    assert wording.language == language
    assert wording.taxes.keys() == TAX_NAMES
    for field in fields(Wording):
        said, meant = getattr(wording, field.name), getattr(english, field.name)
        if isinstance(said, str):
            assert said.strip() == said != ""
            assert gaps(said) == gaps(meant), field.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_phrase_of_the_law(language: str) -> None:
    assert "{article}" in law().directive[language]
    assert law().small_business_words[language]
    for category in law().category.values():
        assert category.words[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_words_says_where_its_legal_titles_come_from(language: str) -> None:
    first, *_ = (FOLDER / f"{language}.toml").read_text(encoding="utf-8").splitlines()

    assert first.startswith("# ")
    assert tomllib.loads((FOLDER / f"{language}.toml").read_text())["language"] == language


def test_a_german_credit_note_is_never_a_gutschrift() -> None:
    """That word means self-billing there (§ 14 Abs. 4 Nr. 10 UStG)."""
    german = wording_in("de")

    assert german.credit_note == "Rechnungskorrektur"
    titles = (german.invoice, german.credit_note, german.reversal, german.corrects)
    assert not any("gutschrift" in title.casefold() for title in titles)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("de-AT", "sv"), "de"),
        (("pt", "sv"), "pt-BR"),
        (("pt_BR", "sv"), "pt-BR"),
        (("JA", "sv"), "ja"),
        (("tlh", "sv"), "sv"),
        (("", "sv"), "sv"),
        (("tlh", ""), "en"),
        (("x" * 200, "-"), "en"),
    ],
)
def test_the_buyers_language_comes_first_then_the_sellers_then_english(
    wanted: tuple[str, str], chosen: str
) -> None:
    assert negotiated(wanted) == chosen


@pytest.mark.parametrize(
    ("language", "default", "country", "locale"),
    [
        ("de", "de_DE", "AT", "de_AT"),
        ("de", "de_DE", "US", "de_DE"),
        ("en", "en_GB", "US", "en_US"),
        ("en", "en_GB", "SE", "en_GB"),
        ("en", "en_GB", "", "en_GB"),
        ("en", "en_GB", "Q?", "en_GB"),
        ("ar", "ar_AE", "EG", "ar_EG"),
        ("pt-BR", "pt_BR", "BR", "pt_BR"),
    ],
)
def test_a_language_is_written_as_in_the_readers_country_if_it_is_spoken_there(
    language: str, default: str, country: str, locale: str
) -> None:
    assert locale_for(language, default, country) == locale


def test_a_name_of_a_tax_begins_a_line_with_a_capital() -> None:
    assert starting("moms") == "Moms"
    assert starting("USt") == "USt"
    assert not starting("")


def gaps(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", text))
