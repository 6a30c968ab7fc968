"""Form bodies and query strings with Stripe's brackets: `a[b][0][c]=1`, `expand[]=x`."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Union
from urllib.parse import parse_qsl

from emulators.stripe.wire import errors

Form = dict[str, Union[str, "Form"]]
"""A list is a form whose names are "0", "1", ...: only the parameter's type can tell."""

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
DEPTH_MAX = 20


def parse(encoded: str) -> Form:
    tree: Form = {}
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise errors.invalid("Invalid request: the parameters are not UTF-8.") from None
    for name, value in pairs:
        _place(tree, _path(name), value, name)
    return tree


def _path(name: str) -> list[str]:
    match = _NAME.fullmatch(name)
    if match is None:
        return [name]
    path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(path) > DEPTH_MAX:
        raise errors.invalid(f"Invalid request: {match[1]} is nested too deeply.", match[1])
    return path


def _place(tree: Form, path: list[str], value: str, name: str) -> None:
    node = tree
    for step, following in pairwise(path):
        child = node.setdefault(_index(node, step, following), {})
        if isinstance(child, str):
            raise errors.invalid(f"Invalid hash: {name} is also given as a string.", name)
        node = child
    last = path[-1] or str(len(node))
    if isinstance(node.get(last), dict):
        raise errors.invalid(f"Invalid string: {name} is also given as a hash.", name)
    node[last] = value


def _index(node: Form, step: str, following: str) -> str:
    """`a[][b]=1&a[][b]=2` starts a new element where the name repeats."""
    if step:
        return step
    last = node.get(str(len(node) - 1))
    if isinstance(last, dict) and following and following not in last:
        return str(len(node) - 1)
    return str(len(node))
