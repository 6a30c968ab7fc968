"""The filter by which a client finds out which of its documents are gone."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from emulators.firestore.watching.bloom_filter import bloom_filter_of
from emulators.firestore.wire import Response

NAMES = st.sets(st.text(min_size=1), max_size=50)


def _might_contain(bloom_filter: Response, name: str) -> bool:
    """As the web client looks into it."""
    bits = bloom_filter.bits
    bit_count = len(bits.bitmap) * 8 - bits.padding
    digest = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    first, second = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")
    positions = [
        (first + number * second) % 2**64 % bit_count for number in range(bloom_filter.hash_count)
    ]
    return all(bits.bitmap[position // 8] >> position % 8 & 1 for position in positions)


@given(NAMES)
def test_every_name_put_in_is_found(names: set[str]) -> None:
    bloom_filter = bloom_filter_of(names)
    assert all(_might_contain(bloom_filter, name) for name in names)


def test_few_other_names_are_found() -> None:
    bloom_filter = bloom_filter_of([f"in/{number}" for number in range(1000)])
    wrong = sum(_might_contain(bloom_filter, f"out/{number}") for number in range(1000))
    assert wrong < 30
