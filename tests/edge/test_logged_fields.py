"""Whatever our code passes to a logger comes out of it: a field that is dropped helps nobody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.edge.logs import FIELDS

_ROOT = Path(__file__).parents[2]
_TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("shared", "functions")
    for path in sorted((_ROOT / folder).rglob("*.py"))
}


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where an expression stands; `None` for a module's own level."""

    module: ast.Module
    function: ast.FunctionDef | ast.AsyncFunctionDef | None

    def keys(self, value: ast.expr) -> Iterator[str]:
        """The keys of a dict that is written down here, or in a function or name it uses."""
        if isinstance(value, ast.Dict):
            for key, item in zip(value.keys, value.values, strict=True):
                yield from self.keys(item) if key is None else _literal(key)
        elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            yield from self._returned(value.func.id)
        else:
            assert isinstance(value, ast.Name), f"write it as a dict: {ast.unparse(value)}"
            yield from self._bound(value.id)

    def _returned(self, name: str) -> Iterator[str]:
        (called,) = (scope for scope in _scopes(self.module) if _name(scope) == name)
        returns = [node for node in called.nodes() if isinstance(node, ast.Return)]
        assert returns, f"{name} returns nothing"
        for node in returns:
            assert node.value is not None
            yield from called.keys(node.value)

    def _bound(self, name: str) -> Iterator[str]:
        given = [
            node.value
            for node in self.nodes()
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
        ]
        for value in given:
            yield from self.keys(value)
        if not given:
            yield from self._passed(name)

    def _passed(self, parameter: str) -> Iterator[str]:
        """Keys of what every caller passes for a positional parameter of this function."""
        assert self.function is not None, f"{parameter} is bound nowhere"
        place = [argument.arg for argument in self.function.args.args].index(parameter)
        for scope in _all_scopes():
            for node in scope.nodes():
                if isinstance(node, ast.Call) and ast.unparse(node.func) == self.function.name:
                    yield from scope.keys(node.args[place])

    def nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self.function or self.module)


def _name(scope: _Scope) -> str:
    return scope.function.name if scope.function else ""


def _scopes(module: ast.Module) -> Iterator[_Scope]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield _Scope(module, node)


def _all_scopes() -> Iterator[_Scope]:
    for module in _TREES.values():
        yield from _scopes(module)


def _literal(key: ast.expr) -> Iterator[str]:
    assert isinstance(key, ast.Constant), f"no literal: {ast.unparse(key)}"
    yield str(key.value)


def _extras(scope: _Scope) -> Iterator[ast.expr]:
    for node in scope.nodes():
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            yield from (word.value for word in node.keywords if word.arg == "extra")


def _passed_to_loggers() -> set[str]:
    return {key for scope in _all_scopes() for value in _extras(scope) for key in scope.keys(value)}


def test_every_field_that_is_passed_to_a_logger_is_on_the_list() -> None:
    assert sorted(_passed_to_loggers() - set(FIELDS)) == []


def test_fields_of_a_function_of_a_name_and_of_a_parameter_are_found() -> None:
    # From `_ids(invoice)` and `rules`, from a name, and from what callers of `tell` pass.
    assert _passed_to_loggers() >= {"invoice_id", "rules", "sha256", "refund_id", "receipt_ids"}


@pytest.mark.parametrize("field", ["replayed_by", "caller", "email"])
def test_who_called_is_not_logged(field: str) -> None:
    assert field not in FIELDS
    assert field not in _passed_to_loggers()
