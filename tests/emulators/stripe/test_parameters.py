"""Nothing is accepted and then ignored: what a parameter is declared for, somebody looks at."""

from __future__ import annotations

import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

import emulators.stripe
from emulators.clock.clock import Clock
from emulators.shelf import Forgetful
from emulators.stripe import wiring
from emulators.stripe.delivery.schedule import EVERYDAY
from emulators.stripe.wire.endpoint import Endpoint
from emulators.stripe.wire.lists import Period
from emulators.stripe.wire.params import Fields, Kind, NotSimulated, Refused
from emulators.stripe.wire.values import Flag, Text, Whole
from emulators.topology import Routes
from tests.emulators.stripe import lived
from tests.emulators.stripe.running import KEY, Reply, RunningTwin

FOLDER = Path(emulators.stripe.__path__[0])
KINDS = {"Each", "Emptied", "Fields", "OneOf", "Text", "not_simulated"}
ONLY_SHOWN = {
    # Of an address to ship to, which is kept and shown as a whole.
    "carrier",
    "tracking_number",
    # The Stripe CLI says so of itself, and nothing follows from it.
    "for_stripecli",
    # A choice that has one value: it is checked, and means what happens anyway.
    "inf",
    "offline",
}
PAGING = {"ending_before", "limit", "page", "starting_after"}


def sources() -> Iterator[Path]:
    yield from FOLDER.rglob("*.py")


class Names(ast.NodeVisitor):
    """The names of parameters that are declared, and every name that is used otherwise."""

    def __init__(self) -> None:
        self.declared: set[str] = set()
        self.used: set[str] = set()
        self._inside = 0

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._within(node, is_declaration="Kind" in ast.dump(node.annotation))

    def visit_Call(self, node: ast.Call) -> None:
        named = node.func.id if isinstance(node.func, ast.Name) else ""
        self._within(node, is_declaration=named in KINDS)

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if self._inside and isinstance(key, ast.Constant):
                self.declared.add(str(key.value))
            elif key is not None:
                self.visit(key)
            self.visit(value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and not self._inside:
            self.used.add(node.value)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.used.add(node.attr)
        self.generic_visit(node)

    def visit_keyword(self, node: ast.keyword) -> None:
        self.used.add(node.arg or "")
        self.generic_visit(node)

    def _within(self, node: ast.AST, *, is_declaration: bool) -> None:
        self._inside += is_declaration
        self.generic_visit(node)
        self._inside -= is_declaration


def lists() -> list[Endpoint]:
    """What lists things of the account, without an id in its path."""
    shelf = Forgetful().shelf("stripe")
    twin = wiring.twin(Clock(), shelf, random.Random(1), Routes({}), EVERYDAY)
    every = [one for one in twin.endpoints if one.method == "GET" and "{" not in one.path]
    return [one for one in every if "limit" in one.params.kinds and not one.params.required]


def filters(fields: Fields, within: str = "") -> Iterator[tuple[str, Kind]]:
    """Every parameter that chooses among the rows, by its full name."""
    for name, kind in fields.kinds.items():
        full = f"{within}[{name}]" if within else name
        if isinstance(kind, Fields):
            yield from filters(kind, full)
        elif name not in PAGING and not isinstance(kind, NotSimulated | Refused):
            yield full, kind


def values(kind: Kind) -> tuple[str, ...]:
    """What to ask for: at least one of them fits not every row."""
    if isinstance(kind, Flag):
        return ("true", "false")
    if isinstance(kind, Text) and kind.choices:
        return kind.choices
    return ("1",) if isinstance(kind, Period | Whole) else ("nobody",)


CASES = [
    (one.path, name, kind)
    for one in lists()
    for name, kind in filters(one.params)
    if not isinstance(kind, Text) or len(kind.choices) != 1
]


@pytest.fixture(scope="module")
def account() -> Iterator[RunningTwin]:
    """One in which everything has happened."""
    twin, _ = lived.live()
    yield twin
    twin.stop()


def ask(twin: RunningTwin, path: str, **filters: str) -> Reply:
    query = urlencode({"limit": "100", **filters})
    return twin.request("GET", f"{path}?{query}", headers={"Authorization": f"Bearer {KEY}"})


def test_every_parameter_is_named_where_it_takes_effect() -> None:
    names = Names()
    for source in sources():
        names.visit(ast.parse(source.read_text("utf-8")))
    pages = "".join(page.read_text("utf-8") for page in FOLDER.rglob("*.html"))
    unused = {name for name in names.declared - names.used if f".{name}" not in pages}
    assert unused == ONLY_SHOWN


@pytest.mark.parametrize(("path", "name", "kind"), CASES, ids=lambda part: str(part)[:40])
def test_every_filter_of_a_list_leaves_something_out(
    account: RunningTwin, path: str, name: str, kind: Kind
) -> None:
    everything = ask(account, path)
    answers = [ask(account, path, **{name: value}).text for value in values(kind)]
    assert json.loads(everything.text)["data"], "nothing to leave out"
    assert set(answers) != {everything.text}
