"""Each rule of law is data, with its source and the day on which it was looked at."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shared.cli.law.register import Checked, portals, rules

ROOT = Path(__file__).parents[2]
DATA = (
    "shared/domain/law.toml",
    "shared/adapters/invoice_document/legal.toml",
    "shared/cli/law/rules.toml",
    "shared/cli/law/portals.toml",
    "shared/cli/law/retention.toml",
)
WORDINGS = ROOT / "shared/adapters/invoice_document/wordings"
MAILS = ROOT / "shared/adapters/receipt_mail/wordings"

# Words and shapes only: what is said, and not what the law says. Their rules stand beside them.
WITHOUT_SOURCE = {"state_language", "directive", "small_business_words"}

_CITED = re.compile(r"\bArt\. ((?:\d+\w?(?:\(\w+\))*(?:, | to | and |-)?)+)")
_ARTICLE = re.compile(r"(?<![(\w])\d+[a-z]?")


def read(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


def entries(tables: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Each table that says something of its own, and not only through what is in it."""
    for key, inner in tables.items():
        path = f"{name}.{key}".lstrip(".")
        for each in inner if isinstance(inner, list) else [inner]:
            if not isinstance(each, dict) or key in WITHOUT_SOURCE:
                continue
            if all(isinstance(value, dict) for value in each.values()):
                yield from entries(each, path)
            else:
                yield path, each


def articles(text: str) -> set[str]:
    """`{"44", "59c"}` of "Art. 44, 59c"; what stands in brackets is a part of an article."""
    plain = text.replace("2006/112/EC", "")
    return {article for found in _CITED.finditer(plain) for article in _ARTICLE.findall(found[1])}


@pytest.mark.parametrize("path", DATA)
def test_every_entry_names_its_source_and_the_day_of_its_check(path: str) -> None:
    found = list(entries(read(path)))

    assert found
    for name, entry in found:
        assert entry["act"], name
        assert entry["url"].startswith("https://"), name
        assert entry["checked"] in set(Checked), name
        assert isinstance(entry["checked_on"], date), name


def test_the_files_of_a_rule_exist_and_what_is_done_is_done_somewhere() -> None:
    for name, rule in rules().items():
        assert all((ROOT / path).is_file() for path in rule.by), name
        assert rule.by or rule.kvitto != "yes", name


def test_every_article_that_the_code_names_is_a_rule_with_a_source() -> None:
    known = articles(" ".join(f"Art. {rule.article.removeprefix('Art. ')}" for rule in _of_union()))
    code = {path for ending in ("py", "typ") for path in ROOT.glob(f"shared/**/*.{ending}")}

    cited = {
        f"{path.relative_to(ROOT)}: {article}"
        for path in code
        for article in articles(path.read_text(encoding="utf-8")) - known
    }

    assert {"226", "138", "284", "369b"} <= known
    assert cited == set()


def _of_union() -> list[Any]:
    return [rule for rule in rules().values() if rule.act == "Directive 2006/112/EC"]


@pytest.mark.parametrize("path", sorted(WORDINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_correction_is_called_what_the_law_calls_it_and_nothing_else(path: Path) -> None:
    title = read(DATA[1])["title"][path.stem]
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    mail = tomllib.loads((MAILS / path.name).read_text(encoding="utf-8"))

    assert (words["invoice"], words["credit_note"]) == (title["invoice"], title["correction"])
    for never in title["never"]:
        assert never not in f"{words['credit_note']} {words['reversal']} {words['corrects']}"
        assert never not in str(mail)


def test_a_date_that_has_passed_is_told_as_such() -> None:
    when = {portal.system: portal.when for portal in portals()}

    assert when["SdI (FatturaPA)"] == "since 2019-01-01"
    assert when["VERI*FACTU"] == "from 2027-01-01"
    assert when["CFDI"] == "in force"
