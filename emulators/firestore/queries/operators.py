"""The comparisons of a field filter, on sort keys.

As an operand null or NaN matches nothing; only `is_null` and `is_nan` find them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from emulators.firestore.values.order import ARRAY, NAN, NULL, Key

Holds = Callable[[Key], bool]


def never(_: Key) -> bool:
    return False


def is_null(key: Key) -> bool:
    return key[0] == NULL


def is_not_null(key: Key) -> bool:
    return key[0] != NULL


def is_nan(key: Key) -> bool:
    return key[0] == NAN


def is_not_nan(key: Key) -> bool:
    return key[0] not in {NULL, NAN}


def equal(operand: Key) -> Holds:
    return never if _equals_nothing(operand) else lambda key: key == operand


def not_equal(operand: Key) -> Holds:
    return not_in([operand])


def less_than(operand: Key) -> Holds:
    return _in_range(operand, lambda key: key < operand)


def less_than_or_equal(operand: Key) -> Holds:
    return _in_range(operand, lambda key: key <= operand)


def greater_than(operand: Key) -> Holds:
    return _in_range(operand, lambda key: key > operand)


def greater_than_or_equal(operand: Key) -> Holds:
    return _in_range(operand, lambda key: key >= operand)


def in_(operands: Sequence[Key]) -> Holds:
    wanted = frozenset(key for key in operands if not _equals_nothing(key))
    return lambda key: key in wanted


def not_in(operands: Sequence[Key]) -> Holds:
    if any(map(is_null, operands)):
        return never
    unwanted = frozenset(key for key in operands if not is_nan(key))
    return lambda key: key[0] != NULL and key not in unwanted


def array_contains(operand: Key) -> Holds:
    return array_contains_any([operand])


def array_contains_any(operands: Sequence[Key]) -> Holds:
    wanted = frozenset(key for key in operands if not _equals_nothing(key))
    return lambda key: key[0] == ARRAY and not wanted.isdisjoint(key[1])


def _equals_nothing(operand: Key) -> bool:
    return operand[0] in {NULL, NAN}


def _in_range(operand: Key, holds: Holds) -> Holds:
    """A range never reaches into another type."""
    if _equals_nothing(operand):
        return never
    rank = operand[0]
    return lambda key: key[0] == rank and holds(key)
