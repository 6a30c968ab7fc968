"""What the law wants printed, by the seller's state: phrases with their source in `legal.toml`.

Knows nothing of the PDF: the e-invoice takes its exemption reasons from here as well.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.domain.tax import TaxCategory, TaxTreatment
from shared.domain.tax_territory import MEMBER_STATES

_FILE = Path(__file__).with_name("legal.toml")
_UNION_ARTICLE = re.compile(r"VATEX-EU-(\d+)(?:-(\d*)([A-Z]{0,2})(\d*))?")
_WITHOUT_REASON = frozenset({TaxCategory.STANDARD, TaxCategory.ZERO_RATED, TaxCategory.OTHER})
_COMMAS = {"ar": "، ", "ja": "、"}


@dataclass(frozen=True, slots=True)
class CategoryLaw:
    vatex: str  # "" where each sale names its own
    cited: str  # the article of Directive 2006/112/EC; "" where each sale names its own, or none
    words: dict[str, str]  # by language


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What of `legal.toml` is printed. Act, article and date of each stand beside it there."""

    state_language: dict[str, str]
    directive: dict[str, str]  # {article}
    category: dict[TaxCategory, CategoryLaw]
    small_business: dict[str, str]  # by state
    small_business_words: dict[str, str]  # by language
    tax_name: dict[str, str]  # by state
    sale_title: dict[str, str]  # by state


@cache
def law() -> Phrases:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Phrases(
        state_language=read["state_language"],
        directive=read["directive"],
        category={
            TaxCategory(code): CategoryLaw(of["vatex"], of["cited"], of["words"])
            for code, of in read["category"].items()
        },
        small_business=_words(read["small_business"]),
        small_business_words=read["small_business_words"],
        tax_name=_words(read["tax_name"]),
        sale_title=_words(read["sale_title"]),
    )


def _words(table: dict[str, dict[str, str]]) -> dict[str, str]:
    return {key: of["words"] for key, of in table.items()}


def vatex(treatment: TaxTreatment) -> str:
    """The code of the reason for which no tax is charged (BT-121); "" where none is needed."""
    if treatment.category in _WITHOUT_REASON:
        return ""
    return treatment.exemption or law().category[treatment.category].vatex


def exemption_note(treatment: TaxTreatment, *, seller_country: str, language: str) -> str:
    """The sentence that says why no tax is charged (BT-120); "" where none is needed.

    In `language`, and in that of the seller's state where that is another, as its law wants.
    """
    if treatment.category in _WITHOUT_REASON:
        return ""
    of = law().category[treatment.category]
    own = law().state_language.get(seller_country, language)
    said = dict.fromkeys(words for tag in (language, own) if (words := of.words.get(tag)))
    article = _article(treatment, of) if seller_country in MEMBER_STATES else ""
    cited = [law().directive[language].format(article=article)] if article else []
    return _COMMAS.get(language, ", ").join([" / ".join(said), *cited])


def small_business_note(seller_country: str, language: str) -> str:
    """Why a small seller charges no tax, in the words of its state where it has some."""
    own = law().small_business.get(seller_country, "")
    if own and law().state_language.get(seller_country) == language:
        return own
    return " / ".join(filter(None, (law().small_business_words[language], own)))


def tax_name(seller_country: str) -> str:
    """`vat`, `gst`, `sales_tax` or `consumption_tax`."""
    return law().tax_name.get(seller_country, "vat")


def _article(treatment: TaxTreatment, of: CategoryLaw) -> str:
    """`VATEX-EU-132-1F` is Art. 132(1)(f); `VATEX-EU-79-C` is Art. 79(c)."""
    if found := _UNION_ARTICLE.fullmatch(treatment.exemption):
        article, paragraph, letter, number = (part or "" for part in found.groups())
        marks = (paragraph, letter.lower(), number)
        return article + "".join(f"({mark})" for mark in marks if mark)
    return of.cited
