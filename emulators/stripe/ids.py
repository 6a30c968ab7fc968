"""Ids in Stripe's formats, drawn from the injected random."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

ALPHABET = string.ascii_letters + string.digits

FORMATS = {
    "cs_test": ("a1", 58),
    "ed_test": ("61", 50),
    "evt_test": ("65", 50),
    "prod": ("", 14),
    "cus": ("", 14),
    "req": ("", 14),
    "pi": ("3", 24),
    "ch": ("3", 24),
    "py": ("3", 24),
    "re": ("3", 24),
    "pyr": ("3", 24),
    "txn": ("3", 24),
    "whsec": ("", 32),
}
"""Prefix -> how the random part begins and how long it is; every other prefix: "1" and 24."""


class Ids:
    def __init__(self, source: random.Random, is_taken: Callable[[str], bool]) -> None:
        """`is_taken` keeps a restart with the same seed from handing out an id twice."""
        self._source = source
        self._is_taken = is_taken

    def new(self, prefix: str) -> str:
        start, length = FORMATS.get(prefix, ("1", 24))
        while True:
            candidate = f"{prefix}_{start}{self.text(length - len(start))}"
            if not self._is_taken(candidate):
                return candidate

    def text(self, length: int) -> str:
        return "".join(self._source.choices(ALPHABET, k=length))

    def digits(self, length: int) -> str:
        return "".join(self._source.choices(string.digits, k=length))

    def between(self, low: int, high: int) -> int:
        return self._source.randint(low, high)
