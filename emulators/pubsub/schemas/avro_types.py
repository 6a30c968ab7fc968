"""Walking over an Avro schema, as `fastavro` has parsed it: every name in it is a full one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Node = Any
"""A type: its name, an object with a "type", or a list that is a union."""
Named = dict[str, Any]
"""Records, enums and fixed types by their full names."""

_NAMED = {"record", "error", "enum", "fixed"}


def named_types(schema: Node) -> Named:
    return {node["name"]: node for node in _nodes(schema) if node.get("type") in _NAMED}


def resolved(node: Node, named: Named) -> Node:
    """Return the type itself, where only its name is given."""
    if isinstance(node, str):
        return named.get(node, node)
    if isinstance(node, dict) and isinstance(node.get("type"), (dict, list)):
        return resolved(node["type"], named)
    return node


def type_of(node: Node) -> str:
    """Return "record", "union", "long" and so on of a resolved type."""
    if isinstance(node, list):
        return "union"
    return str(node["type"] if isinstance(node, dict) else node)


def branch_name(node: Node, named: Named) -> str:
    """Return what JSON calls this branch of a union: a full name, or the type."""
    node = resolved(node, named)
    return str(node["name"]) if type_of(node) in _NAMED else type_of(node)


def inner(node: Node, named: Named) -> Node:
    """Return the type of an array's items or a map's values; other types are themselves."""
    node = resolved(node, named)
    if isinstance(node, dict):
        return node.get("items", node.get("values", node))
    return node


def described(node: Node, named: Named) -> str:
    """Return one word for simple types, the logical one if there is; else the JSON of it."""
    node = resolved(node, named)
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        logical = node.get("logicalType")
        if logical or set(node) == {"type"}:
            return str(logical or node["type"])
        if node["type"] in {"enum", "fixed"}:
            return str(node["type"])
    return json.dumps(node, sort_keys=True)


def _nodes(node: Node) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for branch in node:
            yield from _nodes(branch)
    elif isinstance(node, dict):
        yield node
        for part in (node.get("type"), node.get("items"), node.get("values")):
            yield from _nodes(part)
        for field in node.get("fields", ()):
            yield from _nodes(field["type"])
