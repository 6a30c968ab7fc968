"""A link opens one file of one order, for some minutes, while its key is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.file_links import LIFETIME, FileLinks
from shared.adapters.order_tokens import OrderTokens
from shared.domain.ids import OrderId
from shared.usecases.read_document import LinkExpired, OrderFile
from tests.fakes.world import FakeClock

FILE = OrderFile(OrderId("ord_7f3kq2m9x4v1c8r5t6w0y2z3ab"), "INV-2026-000123.pdf")


def links(*keys: str, clock: FakeClock | None = None) -> FileLinks:
    return FileLinks(keys or ["key"], clock or FakeClock())


def test_a_link_opens_its_file_and_fits_into_one_segment_of_a_path() -> None:
    link = links().issue(FILE)

    assert links().open(link) == FILE
    assert len(link) <= 200
    assert set(link) <= set("._-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def test_a_link_opens_until_its_last_second_and_then_says_that_it_was_one() -> None:
    clock = FakeClock()
    link = links(clock=clock).issue(FILE)

    clock.wait((LIFETIME - timedelta(seconds=1)).total_seconds())
    assert links(clock=clock).open(link) == FILE
    clock.wait(1)
    with pytest.raises(LinkExpired):
        links(clock=clock).open(link)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (FILE.order_id, "ord_7f3kq2m9x4v1c8r5t6w0y2z3ac"),
        ("INV-2026-000123", "INV-2026-000124"),
        (".pdf", ".xml"),
        (".pdf", ".json"),
        (".17", ".97"),  # the beginning of the expiry
    ],
)
def test_a_link_that_says_something_else_opens_nothing(part: str, other: str) -> None:
    link = links().issue(FILE)
    forged = link.replace(part, other, 1)

    assert forged != link
    assert links().open(forged) is None


@given(position=st.integers(0, 90), letter=st.characters(min_codepoint=33, max_codepoint=126))
def test_a_link_with_another_letter_opens_nothing(position: int, letter: str) -> None:
    good = links().issue(FILE)
    position %= len(good)
    forged = good[:position] + letter + good[position + 1 :]

    assert links().open(forged) == (FILE if forged == good else None)


@given(text=st.text())
def test_whatever_a_stranger_sends_opens_nothing(text: str) -> None:
    assert links().open(text) is None
    assert links().open(f"{FILE.order_id}.{FILE.name}.1795348800.{text}") is None


def test_a_token_is_no_link_and_a_link_is_no_token() -> None:
    token = OrderTokens(["key"]).issue(FILE.order_id)

    assert links().open(token) is None
    assert OrderTokens(["key"]).verify(links().issue(FILE)) is None


def test_a_key_that_was_rotated_still_opens_and_one_that_was_dropped_does_not() -> None:
    old = links("old").issue(FILE)

    assert links("new", "old").open(old) == FILE
    assert links("new").open(old) is None
