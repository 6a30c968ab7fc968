"""The words that only the mail needs, one file per language in `wordings/`.

What it shares with the document, such as the names of totals, comes from the document's words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.domain.mail_fact import MailFact

FOLDER = Path(__file__).with_name("wordings")


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What happened. Gaps: {seller}, {total}, and {number} where there is a document."""

    subject: str
    preheader: str
    heading: str
    intro: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    button: str
    attached: str  # {document}
    more_lines: str  # {count}
    presented: str  # what the total was where the buyer paid it
    more_items: str  # {count}; where nothing is attached
    help: str
    why: str  # {seller}
    news: Mapping[MailFact, News]


@cache
def wording_in(language: str) -> Wording:
    """`KeyError` or `TypeError` names what is missing: a mail with a hole in it is never sent."""
    words = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    news = {fact: News(**words.pop(fact.value)) for fact in MailFact}
    return Wording(**words, news=news)
