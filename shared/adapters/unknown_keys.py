"""Keys of a JSON document that nobody reads: most often a misspelt one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints, is_typeddict


def unknown_keys(document: object, shape: type, where: str = "") -> Iterator[str]:
    """Paths such as `bank.bicc` or `products.0.vat_pct` that `shape` has no field for.

    `shape` is a dataclass or a typed dictionary, and may hold more of them, also in lists.
    What is no object where one belongs is left to the validation.
    """
    if isinstance(document, list):
        for place, entry in enumerate(document):
            yield from unknown_keys(entry, shape, f"{where}{place}.")
    if not isinstance(document, dict):
        return
    hints = get_type_hints(shape)
    for name, value in document.items():
        if name not in hints:
            yield f"{where}{name}"
        elif inner := _shape_in(hints[name]):
            yield from unknown_keys(value, inner, f"{where}{name}.")


def _shape_in(hint: Any) -> type | None:
    """The one shape that a hint such as `BankAccount | None` or `list[Product]` speaks of."""
    if isinstance(hint, type) and (is_dataclass(hint) or is_typeddict(hint)):
        return hint
    return next((inner for part in get_args(hint) if (inner := _shape_in(part))), None)
