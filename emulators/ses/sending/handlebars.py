"""Rendering templates in Handlebars, as far as SES knows it: no helpers of one's own.

https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TAG = re.compile(
    r"\{\{!--.*?--\}\}|\{\{![^}]*\}\}|\{\{\{\s*(?P<raw>[^}]+?)\s*\}\}\}|\{\{\s*(?P<tag>[^}]*?)\s*\}\}",
    re.DOTALL,
)
_BLOCKS = ("each", "if", "unless", "with")


class NotRendered(Exception):
    """The template is malformed, or the data lack what it names."""


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    path: str
    body: tuple[str | _Block | _Value, ...]
    otherwise: tuple[str | _Block | _Value, ...]


@dataclass(frozen=True, slots=True)
class _Value:
    path: str


_Nodes = tuple[str | _Block | _Value, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is looked at now, what surrounds it, and the marks of a loop (`@index`)."""

    this: Any
    parent: _Scope | None = None
    marks: Mapping[str, Any] | None = None

    def look_up(self, path: str) -> Any:
        """None for what is not there."""
        if path.startswith("../"):
            return None if self.parent is None else self.parent.look_up(path[3:])
        if path.startswith("@"):
            return (self.marks or {}).get(path)
        found = self.this
        for step in path.replace("/", ".").split("."):
            if step not in {"this", ""}:
                found = _step(found, step)
        return found


def render(template: str, data: Mapping[str, Any]) -> str:
    """SES does not escape HTML. `NotRendered` for what it would not send."""
    nodes, closed_by = _parse(_tokens(template))
    if closed_by is not None:
        raise NotRendered(f"Nothing to close: {{{{/{closed_by}}}}}")
    return "".join(_shown(nodes, _Scope(data)))


def _tokens(template: str) -> Iterator[str | re.Match[str]]:
    end = 0
    for match in _TAG.finditer(template):
        yield template[end : match.start()]
        yield match
        end = match.end()
    yield template[end:]


def _parse(tokens: Iterator[str | re.Match[str]]) -> tuple[_Nodes, str | None]:
    """The nodes up to a tag that ends them, and that tag without its slash."""
    nodes: list[str | _Block | _Value] = []
    for token in tokens:
        if isinstance(token, str):
            nodes.append(token)
            continue
        tag = token["raw"] or token["tag"] or ""
        if tag.startswith("#"):
            nodes.append(_block(tag[1:], tokens))
        elif tag == "else" or tag.startswith("/"):
            return tuple(nodes), tag.lstrip("/")
        elif tag:
            nodes.append(_Value(tag))
    return tuple(nodes), None


def _block(tag: str, tokens: Iterator[str | re.Match[str]]) -> _Block:
    kind, _, path = tag.partition(" ")
    if kind not in _BLOCKS:
        raise NotRendered(f"SES knows no helper {kind!r}")
    otherwise: _Nodes = ()
    body, closed_by = _parse(tokens)
    if closed_by == "else":
        otherwise, closed_by = _parse(tokens)
    if closed_by != kind:
        raise NotRendered(f"{{{{#{kind}}}}} is not closed")
    return _Block(kind, path.strip(), body, otherwise)


def _shown(nodes: _Nodes, scope: _Scope) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, _Value):
            yield _value(node.path, scope)
        else:
            yield from _inside(node, scope)


def _value(path: str, scope: _Scope) -> str:
    found = scope.look_up(path)
    if found is None:
        raise NotRendered(f"Attribute '{path}' is not present in the rendering data.")
    return str(found).lower() if isinstance(found, bool) else str(found)


def _inside(block: _Block, scope: _Scope) -> Iterator[str]:
    found = scope.look_up(block.path)
    if block.kind == "each" and found:
        for scoped in _each(found, scope):
            yield from _shown(block.body, scoped)
    elif block.kind == "with" and found:
        yield from _shown(block.body, _Scope(found, scope))
    elif block.kind in {"if", "unless"} and bool(found) == (block.kind == "if"):
        yield from _shown(block.body, scope)
    else:
        yield from _shown(block.otherwise, scope)


def _each(found: Any, scope: _Scope) -> Iterator[_Scope]:
    pairs = list(found.items() if isinstance(found, dict) else enumerate(found))
    for n, (key, value) in enumerate(pairs):
        is_last = n == len(pairs) - 1
        marks = {"@index": n, "@key": key, "@first": n == 0, "@last": is_last}
        yield _Scope(value, scope, marks)


def _step(found: Any, step: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(step)
    if isinstance(found, list) and step.strip("[]").isdigit():
        index = int(step.strip("[]"))
        return found[index] if index < len(found) else None
    return None
