"""Cells that stay what they are in a spreadsheet."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cli.export.cells import Cell, Table, amount, defused
from shared.domain.money import Money


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", *"＝＋－＠"])  # noqa: RUF001 - full width
@pytest.mark.parametrize("before", ["", "  "])
def test_a_formula_becomes_text(start: str, before: str) -> None:
    assert defused(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize("text", ["", "Åsa", "3-Phase AB", "a=b", "O'Hara", "株式会社"])
def test_a_name_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(-49_90, "eur", "-49.90"), (5, "eur", "0.05"), (1000, "jpy", "1000"), (1230, "kwd", "1.230")],
)
def test_amounts_have_the_digits_of_their_currency_and_no_apostrophe(
    minor: int, currency: str, text: str, tmp_path: Path
) -> None:
    assert amount(minor, currency) == text
    assert written(tmp_path, Money(minor, currency)) == text


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_whatever_stands_in_a_name_is_one_cell(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert written(tmp_path_factory.getbasetemp(), text) == defused(text)


@pytest.mark.parametrize("text", ['a,"b"', "two\r\nlines", "two\nlines"])
def test_commas_quotes_and_lines_stay_in_their_cell(text: str, tmp_path: Path) -> None:
    assert written(tmp_path, text) == text


def test_a_row_has_a_cell_for_each_column(tmp_path: Path) -> None:
    with Table(tmp_path / "t.csv", ("a", "b")) as table, pytest.raises(ValueError, match="b"):
        table.add(a=1)


def written(folder: Path, cell: Cell) -> str:
    path = folder / "t.csv"
    with Table(path, ("only", "other")) as table:
        table.add(only=cell, other=None)
    with path.open(encoding="utf-8-sig", newline="") as file:
        (_, row) = csv.reader(file)
    assert row[1] == ""
    return row[0]
