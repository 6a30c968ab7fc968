"""What of a buyer's wishes we can write in, whatever stands in the header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.language import HEADER_LENGTH_MAX, LANGUAGES, known, preferred

WEIGHTS = st.integers(0, 1000).map(lambda thousandths: f"{thousandths / 1000:.3f}")
SPACE = st.sampled_from(["", " ", "\t"])


@st.composite
def ranges(draw: st.DrawFn, tags: st.SearchStrategy[str]) -> str:
    tag, space = draw(tags), draw(SPACE)
    return draw(st.sampled_from([tag, f"{space}{tag}{space};{space}q={draw(WEIGHTS)}{space}"]))


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de-AT", "de"),
        ("DE", "de"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-BR"),
        ("ar-Arab-EG", "ar"),
        ("zh", ""),
        ("zh-Hant-TW", ""),
        ("", ""),
    ],
)
def test_a_tag_finds_the_language_that_its_reader_understands(tag: str, language: str) -> None:
    assert known(tag) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("da, en-GB;q=0.8, en;q=0.7", "en"),  # English rather than what the seller speaks
        ("en;q=0.3, FR-ca;Q=0.9, de;q=0.5", "fr"),
        ("sv, de", "sv"),  # as dear as each other: the first
        ("en;q=0, de;q=0.001", "de"),
        ("de;q=0", ""),
        ("en-US, en;q=0, sv;q=0.1", "sv"),
        ("*", ""),
        ("*, de", ""),
        ("de, *;q=0.5", "de"),
        ("zh, *;q=0.5, de;q=0.1", ""),  # anything before German
        ("ko, ja;q=0.5, *;q=0", "ja"),
        ("", ""),
        ("de;q=7, de;q=, ;;;, ,q=1, sv", "sv"),
        ("de;q=0.1234", ""),
        ("../../etc/passwd", ""),
    ],
)
def test_the_header_chooses_among_our_languages(header: str, language: str) -> None:
    assert preferred(header) == language


@given(header=st.text())
def test_no_header_is_an_error(header: str) -> None:
    assert preferred(header) in {"", *LANGUAGES}


@given(st.lists(ranges(st.sampled_from([*LANGUAGES, "*", "zh", "de-AT", "no"])), max_size=20))
def test_what_is_chosen_was_wanted_and_nothing_else_was_wanted_more(parts: list[str]) -> None:
    header = ",".join(parts)
    chosen = preferred(header)

    if chosen:
        mine = max(weight_of(part) for part in parts if known(tag_of(part)) == chosen)
        others = [weight_of(part) for part in parts if tag_of(part) == "*"]
        assert mine > 0
        assert all(mine >= weight for weight in others)


@given(ranges(st.sampled_from(LANGUAGES)))
def test_case_and_space_mean_nothing(part: str) -> None:
    assert preferred(part) == preferred(part.upper()) == preferred(f"  {part} ")


def test_what_is_too_long_is_cut_between_two_ranges() -> None:
    wished, last = "de-AT,", "de;q=0"
    filled = wished + last.rjust(HEADER_LENGTH_MAX - len(wished))

    assert preferred(filled) == ""  # German in general is unwanted
    assert preferred(f"{filled}.9") == "de"  # that was 0.9, and the cut makes no 0 of it
    assert preferred("zh," * HEADER_LENGTH_MAX + "sv") == ""
    assert preferred("x" * 10_000_000) == ""


def tag_of(part: str) -> str:
    return part.partition(";")[0].strip()


def weight_of(part: str) -> float:
    return float(part.partition("=")[2] or 1)
