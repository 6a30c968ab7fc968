"""Which conditions may stand together: the limits Firestore sets on a `where`."""

from __future__ import annotations

from emulators.firestore.queries.conditions import Kind
from emulators.firestore.queries.filters import Where
from emulators.google_apis.refused import invalid

DISJUNCTS_MAX = 30
_NEGATIONS = frozenset({"NOT_EQUAL", "NOT_IN", "IS_NOT_NAN", "IS_NOT_NULL"})
_ANY_OF = frozenset({"IN", "ARRAY_CONTAINS_ANY"})


def check_where(where: Where) -> None:
    if where.disjunct_count > DISJUNCTS_MAX:
        raise invalid(
            f"Too many disjunctions after normalization. Result had {where.disjunct_count}"
            f" disjunctions which is more than the maximum of {DISJUNCTS_MAX}"
        )
    _check_negations(where)
    for disjunct in where.disjuncts():
        if sum(condition.kind is Kind.CONTAINS for condition in disjunct) > 1:
            raise invalid("A maximum of 1 'ARRAY_CONTAINS' filter is allowed per disjunction.")


def _check_negations(where: Where) -> None:
    operators = [condition.operator for condition in where.conditions()]
    if sum(operator in _NEGATIONS for operator in operators) > 1:
        raise invalid(
            "Only a single 'NOT_EQUAL', 'NOT_IN', 'IS_NOT_NAN', or 'IS_NOT_NULL' filter"
            " allowed per query."
        )
    if "NOT_IN" in operators and (where.has_or or not _ANY_OF.isdisjoint(operators)):
        raise invalid(
            "'NOT_IN' cannot be used in the same query with 'IN', 'ARRAY_CONTAINS_ANY' or 'OR'."
        )
