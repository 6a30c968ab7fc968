from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.text import PRINTABLE_LENGTH_MAX, printable

DANGEROUS = "\x00\x1b\x7f\x85\u061c\u200e\u202a\u202e\u2066\u2069\ud800"


@given(text=st.text(st.characters(codec=None), max_size=400) | st.text("e\u0301\x00 \u202e\n"))
def test_printable_text_is_one_line_composed_and_bounded(text: str) -> None:
    printed = printable(text)

    assert len(printed) <= PRINTABLE_LENGTH_MAX
    assert len(printed.splitlines()) <= 1
    assert unicodedata.is_normalized("NFC", printed)
    assert not {unicodedata.category(character) for character in printed} & {"Cc", "Cs"}
    assert not set(printed) & set(DANGEROUS)
    assert printed == printed.strip()


@given(text=st.text(max_size=400))
def test_printable_text_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  Jana \t Weiß\r\nBerlin ", "Jana Weiß Berlin"),
        ("Andre\u0301", "André"),
        ("e\x00\u0301", "é"),
        ("a\u2028b\u2029c", "a b c"),
        ("Eve\u202eevE", "EveevE"),
        ("two\x00words", "twowords"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("שלום", "שלום"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
        ("\u202e\x00", ""),
        ("<script>#eval('1')</script>", "<script>#eval('1')</script>"),
        ("x" * 299 + " y", "x" * 299),
    ],
)
def test_text_from_strangers_prints_as_they_meant_it(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_half_a_kilometre_of_combining_marks_is_cut() -> None:
    assert len(printable("Z" + "\u0335" * 500)) == PRINTABLE_LENGTH_MAX
