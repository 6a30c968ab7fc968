"""The queries of the code, and the composite indexes they need."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from shared.adapters.firestore.codec import COLLECTIONS
from tests.terraform.running import ROOT

_COLLECTION_OF = {kind.__name__: collection for kind, collection in COLLECTIONS.items()}


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One query: fields that must be equal, and the one that is compared or sorted by."""

    collection: str
    equal: frozenset[str]
    sort: str | None

    @property
    def needs_an_index(self) -> bool:
        return self.sort is not None and bool(self.equal)

    def is_served_by(self, collection: str, fields: list[str]) -> bool:
        """Source: firebase.google.com/docs/firestore/query-data/index-overview."""
        return (
            collection == self.collection
            and frozenset(fields[:-1]) == self.equal
            and fields[-1] == self.sort
        )


def queries() -> Iterator[AskedFor]:
    for file in sorted(ROOT.glob("shared/usecases/**/*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        known = dict(_assigned(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Query":
                yield _asked_for(node, known)


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, node.value


def _asked_for(call: ast.Call, known: dict[str, ast.expr]) -> AskedFor:
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    where = arguments.get("where")
    if isinstance(where, ast.Name):
        where = known[where.id]
    conditions = [_condition(part) for part in where.elts] if isinstance(where, ast.Tuple) else []
    compared = {field for field, operator in conditions if operator != "=="}
    order_by = arguments.get("order_by")
    if order_by is not None:
        compared.add(ast.literal_eval(order_by))
    if len(compared) > 1:
        raise ValueError(f"line {call.lineno}: compared by {compared}; this reader knows one")
    return AskedFor(
        _COLLECTION_OF[ast.unparse(call.args[0])],
        frozenset(field for field, operator in conditions if operator == "=="),
        compared.pop() if compared else None,
    )


def _condition(part: ast.expr) -> tuple[str, str]:
    """`("status", "==", value)`: the value does not matter."""
    if not isinstance(part, ast.Tuple):
        raise TypeError(f"line {part.lineno}: a condition is written out as a tuple")
    field, operator, _ = part.elts
    return ast.literal_eval(field), ast.literal_eval(operator)
