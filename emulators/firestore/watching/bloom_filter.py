"""The bloom filter of an existence filter: 64-bit double hashing over the MD5 of each name."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator

from google.cloud.firestore_v1.types import bloom_filter

from emulators.firestore.wire import Response

HASH_COUNT = 7
BITS_PER_NAME = 10
"""With 7 hashes one name in a hundred is taken for another."""
_UINT64 = 2**64


def bloom_filter_of(names: Collection[str]) -> Response:
    bit_count = max(1, len(names) * BITS_PER_NAME)
    bitmap = bytearray((bit_count + 7) // 8)
    for name in names:
        for position in _positions(name, bit_count):
            bitmap[position // 8] |= 1 << position % 8
    return bloom_filter.BloomFilter.pb()(
        bits={"bitmap": bytes(bitmap), "padding": len(bitmap) * 8 - bit_count},
        hash_count=HASH_COUNT,
    )


def _positions(name: str, bit_count: int) -> Iterator[int]:
    digest = hashlib.md5(name.encode(), usedforsecurity=False).digest()
    first, second = (int.from_bytes(half, "little") for half in (digest[:8], digest[8:]))
    return ((first + number * second) % _UINT64 % bit_count for number in range(HASH_COUNT))
