"""Which language a document is in, and how that language writes amounts and dates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from shared.domain.language import known

FOLDER = Path(__file__).with_name("wordings")
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
"""BCP 47 tags, one file of words each."""

FALLBACK = "en"


def negotiated(wanted: Iterable[str]) -> str:
    """The first language that we have words in; `de-AT` finds `de`, and `pt` finds `pt-BR`."""
    for tag in wanted:
        if found := known(tag):
            return found
    return FALLBACK


def locale_for(tag: str, default: str, country: str) -> str:
    """The CLDR locale of `tag` as `country` writes it, if it is a language of that country.

    `default` otherwise: English to a buyer in Germany is written as in Britain.
    """
    language = tag.partition("-")[0]
    if country and language in get_official_languages(country, de_facto=True):
        try:
            return str(Locale.parse(f"{language}_{country}"))
        except (UnknownLocaleError, ValueError):
            return default
    return default
