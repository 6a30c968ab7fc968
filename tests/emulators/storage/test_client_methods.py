"""Everything public on the client's Client, Bucket and Blob is exercised, or says why not.

`client_methods.json` names a test for each method and property. A release of the client that
brings a new one fails here until somebody has tried it against the local cloud.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from google.cloud.storage import Blob, Bucket, Client

_FOLDER = Path(__file__).parent
_LISTED = json.loads((_FOLDER / "client_methods.json").read_text(encoding="utf-8"))
_EXERCISED: dict[str, str] = _LISTED["exercised"]
_REASONS: dict[str, str] = _LISTED["not_exercised"]


def public_members() -> Iterator[str]:
    for kind in (Client, Bucket, Blob):
        for name, _ in inspect.getmembers(kind):
            if not name.startswith("_"):
                yield f"{kind.__name__}.{name}"


@cache
def functions_of(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((_FOLDER / file).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def attributes_used(file: str, function: str) -> set[str]:
    """Return the attributes that a function uses, itself or through others of its file."""
    functions = functions_of(file)
    used: set[str] = set()
    to_read, read = [function], set[str]()
    while to_read:
        name = to_read.pop()
        read.add(name)
        for node in ast.walk(functions[name]):
            if isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.Name) and node.id in functions.keys() - read:
                to_read.append(node.id)
            elif isinstance(node, ast.keyword) and node.arg:
                used.add(node.arg)  # properties are also set by name
    return used


@pytest.mark.parametrize("member", list(public_members()))
def test_every_public_member_is_exercised_or_says_why_not(member: str) -> None:
    assert (member in _EXERCISED) != (member in _REASONS)


@pytest.mark.parametrize(("member", "test"), list(_EXERCISED.items()))
def test_the_named_test_exists_and_uses_the_member(member: str, test: str) -> None:
    file, _, function = test.partition("::")

    assert function.startswith("test_")
    assert member.partition(".")[2] in attributes_used(file, function)


def test_nothing_is_listed_that_the_client_no_longer_has() -> None:
    listed = _EXERCISED.keys() | _REASONS.keys()

    assert listed - set(public_members()) == set()
    assert all(reason.endswith(".") for reason in _REASONS.values())
