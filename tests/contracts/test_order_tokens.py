"""Order tokens open one order each, while their key is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.order_tokens import OrderTokens
from shared.domain.ids import OrderId

ORDER_ID = OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ab")
OTHER_ID = OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ac")


def test_a_token_opens_its_order() -> None:
    tokens = OrderTokens(["key"])

    assert tokens.verify(tokens.issue(ORDER_ID)) == ORDER_ID


def test_a_token_is_the_same_in_every_process_and_fit_for_a_url() -> None:
    token = OrderTokens(["key"]).issue(ORDER_ID)

    assert token == OrderTokens(["key"]).issue(ORDER_ID)
    assert token.isascii()
    assert set(token.removeprefix(ORDER_ID)) <= set(
        ".-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )


def test_a_token_of_another_order_opens_nothing_here() -> None:
    tokens = OrderTokens(["key"])
    _, _, mac = tokens.issue(OTHER_ID).partition(".")

    assert tokens.verify(f"{ORDER_ID}.{mac}") is None


@given(position=st.integers(0, 52), letter=st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_another_letter_opens_nothing(position: int, letter: str) -> None:
    tokens = OrderTokens(["key"])
    good = tokens.issue(ORDER_ID)
    position %= len(good)
    forged = good[:position] + letter + good[position + 1 :]

    assert tokens.verify(forged) == (ORDER_ID if forged == good else None)


@given(text=st.text())
def test_whatever_a_stranger_sends_opens_nothing(text: str) -> None:
    tokens = OrderTokens(["key"])

    assert tokens.verify(text) is None
    assert tokens.verify(f"{ORDER_ID}.{text}") is None


def test_a_key_that_was_rotated_still_opens_and_one_that_was_dropped_does_not() -> None:
    old = OrderTokens(["old"]).issue(ORDER_ID)

    assert OrderTokens(["new", "old"]).verify(old) == ORDER_ID
    assert OrderTokens(["new", "old"]).issue(ORDER_ID) == OrderTokens(["new"]).issue(ORDER_ID)
    assert OrderTokens(["new"]).verify(old) is None


@pytest.mark.parametrize("keys", [[], [""], ["key", ""]])
def test_there_is_no_token_without_a_key(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        OrderTokens(keys)
