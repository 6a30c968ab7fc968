from __future__ import annotations

import pytest

from shared.adapters.colour import BLACK, CONTRAST_MIN, WHITE, contrast, readable

NIGHT = "#161b22"


def test_contrast_spans_the_range_that_wcag_defines() -> None:
    assert contrast(WHITE, WHITE) == pytest.approx(1)
    assert contrast(WHITE, BLACK) == pytest.approx(21)
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


def test_a_legible_colour_is_left_alone() -> None:
    assert readable("#0f766e", on=WHITE) == "#0f766e"


@pytest.mark.parametrize("colour", ["#f5c400", "#0f766e", "#ffffff", "#000000", "#ff0000", NIGHT])
@pytest.mark.parametrize("background", [WHITE, NIGHT])
def test_any_colour_becomes_legible_on_both_grounds(colour: str, background: str) -> None:
    assert contrast(readable(colour, on=background), background) >= CONTRAST_MIN
