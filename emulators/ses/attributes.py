"""What moto does not know of the things it keeps: added to what it answers about them."""

from __future__ import annotations

import json
from typing import Any

from emulators.shelf import Shelf

_PREFIX = "attributes/"


class Attributes:
    """On the shelf, by the address of the thing, not percent-encoded."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held: dict[str, dict[str, Any]] = {
            key.removeprefix(_PREFIX): json.loads(value) for key, value in shelf.items(_PREFIX)
        }

    def of(self, subject: str) -> dict[str, Any]:
        return self._held.get(subject, {})

    def put(self, subject: str, **attributes: Any) -> None:
        """Set these, and leave the others as they are."""
        held = {**self.of(subject), **attributes}
        self._held[subject] = held
        self._shelf.put(_PREFIX + subject, json.dumps(held).encode())

    def forget(self, subject: str) -> None:
        if self._held.pop(subject, None) is not None:
            self._shelf.delete(_PREFIX + subject)
