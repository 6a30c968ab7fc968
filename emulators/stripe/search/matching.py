"""Whether an object is what a query asks for."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from operator import eq, ge, gt, le, lt
from typing import Any

from emulators.stripe.search.fields import FIELDS, Field
from emulators.stripe.search.grammar import Clause, Query
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors

SUBSTRING_LENGTH_MIN = 3
_COMPARES = {":": eq, ">": gt, ">=": ge, "<": lt, "<=": le}
_OPERATORS = {
    "token": (":",),
    "string": (":", "~"),
    "metadata": (":", "~"),
    "numeric": tuple(_COMPARES),
}


def check(query: Query, kind: str) -> None:
    """Raise Stripe's complaint about a field or an operator that such objects do not have."""
    for clause in query.clauses:
        field = FIELDS[kind].get(clause.field)
        if field is None:
            message = (
                f"Field `{clause.field}` is an unsupported search field for resource `{kind}s`."
            )
            raise errors.invalid(message, "query")
        if (field.kind == "metadata") != (clause.key is not None):
            message = f'Field `{clause.field}` is searched by key: metadata["key"]:"value".'
            raise errors.invalid(message, "query")
        _check_operator(clause, field)


def _check_operator(clause: Clause, field: Field) -> None:
    if clause.operator not in _OPERATORS[field.kind]:
        message = (
            f"Operator `{clause.operator}` is not supported for the {field.kind} field"
            f" `{clause.field}`."
        )
        raise errors.invalid(message, "query")
    if clause.value is None and clause.operator != ":":
        raise errors.invalid("null can only be searched for with `:`.", "query")
    if clause.operator == "~" and len(clause.value or "") < SUBSTRING_LENGTH_MIN:
        message = f"A substring must have at least {SUBSTRING_LENGTH_MIN} characters."
        raise errors.invalid(message, "query")
    if field.kind == "numeric" and clause.value is not None and _number(clause.value) is None:
        message = f"Field `{clause.field}` is numeric: `{clause.value}` is not a number."
        raise errors.invalid(message, "query")
    if field.kind in {"string", "metadata"} and clause.value is not None and not clause.is_quoted:
        message = f"The value of `{clause.field}` must be quoted."
        raise errors.invalid(message, "query")


def fits(value: JsonObject, query: Query, kind: str) -> bool:
    answers = (
        _holds(clause, FIELDS[kind][clause.field], value) != clause.is_negated
        for clause in query.clauses
    )
    return all(answers) if query.join == "AND" else any(answers)


def _holds(clause: Clause, field: Field, value: JsonObject) -> bool:
    held = list(field.read(value))
    if clause.key is not None:
        held = [pairs[clause.key] for pairs in held if clause.key in pairs]
    if clause.value is None:
        return not held
    return any(_is(one, clause.operator, clause.value, field.kind) for one in held)


def _is(held: Any, operator: str, wanted: str, kind: str) -> bool:
    if kind == "numeric":
        number = _number(wanted)
        return number is not None and bool(_COMPARES[operator](Decimal(str(held)), number))
    text = str(held).lower() if isinstance(held, bool) else str(held)
    if operator == "~":
        return wanted.lower() in text.lower()
    if kind == "string":
        return _has_words(text.lower(), wanted.lower())
    return text == wanted


def _has_words(text: str, wanted: str) -> bool:
    """All of it, or whole words of it next to each other."""
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
