from __future__ import annotations

import pytest

from shared.adapters.invoice_document.coverage import covered_by
from shared.adapters.invoice_document.typeface import FONTS, printable


def test_only_the_one_typeface_is_used() -> None:
    assert FONTS.families() == ["Inter"]


def test_the_typeface_draws_europes_letters_currencies_and_the_box() -> None:
    text = "Łódź Þór İstanbul Ελλάδα Україна Việt € £ ₩ ¥ □"

    assert printable(text) == text


def test_a_file_without_a_character_map_is_not_a_font() -> None:
    with pytest.raises(ValueError, match="cmap"):
        covered_by(b"\x00\x01\x00\x00\x00\x00")
