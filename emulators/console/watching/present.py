"""What lies on a shelf now: the values in a file instead of in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from emulators.archives.spill import Spill, Spilt

SPILT_FROM_BYTES = 64
# All of them are kept, and hardly any is ever looked at. To say where one lies takes 40 bytes.

Stored: TypeAlias = bytes | Spilt


def stored(value: bytes, spill: Spill) -> Stored:
    return value if len(value) < SPILT_FROM_BYTES else spill.put(value)


def whole(value: Stored | None, spill: Spill) -> bytes | None:
    return spill.get(value) if isinstance(value, Spilt) else value


class Present(Mapping[str, bytes]):
    """By key; what was written last comes last. To go through the keys costs no reading."""

    def __init__(self, spill: Spill, items: Iterable[tuple[str, bytes]] = ()) -> None:
        self._spill = spill
        self._values: dict[str, Stored] = {key: stored(value, spill) for key, value in items}

    def put(self, key: str, value: Stored) -> Stored | None:
        """The result is what was there before."""
        before = self._values.pop(key, None)
        self._values[key] = value
        return before

    def take(self, key: str) -> Stored | None:
        return self._values.pop(key, None)

    def __getitem__(self, key: str) -> bytes:
        value = self._values[key]
        return self._spill.get(value) if isinstance(value, Spilt) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        return key in self._values
