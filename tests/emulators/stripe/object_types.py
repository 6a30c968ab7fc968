"""The object types of the installed SDK, and what the twin serves of them.

`object_types.json` says what is missing and why: whole types under `not_served`, single fields
under `left_out`. Whoever adds a type or a field takes it off the list.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import stripe

from tests.emulators.stripe.annotations import fields

LISTS = Path(__file__).with_name("object_types.json")
EXAMPLES = os.environ.get("KVITTO_STRIPE_EXAMPLES")
"""Where Stripe's published example objects are: `{"resources": {type: object}}`, as JSON."""
_ENVELOPES = {"list", "search_result", "v2.search_result"}
_NOT_OBJECTS = ("stripe.params", "stripe.events")


@cache
def classes() -> dict[str, type[stripe.StripeObject]]:
    """Type -> its class, for every type that the SDK knows."""
    found = {}
    for module in pkgutil.walk_packages(stripe.__path__, "stripe."):
        if module.name.startswith(_NOT_OBJECTS):
            continue
        for _, cls in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(cls, stripe.StripeObject) and "OBJECT_NAME" in vars(cls):
                found[str(vars(cls)["OBJECT_NAME"])] = cls
    return {name: cls for name, cls in found.items() if name not in _ENVELOPES}


def not_served() -> dict[str, str]:
    given: dict[str, str] = _lists()["not_served"]
    return given


def all_left_out() -> dict[str, dict[str, str]]:
    """Type -> field -> reason; `*` is every type."""
    given: dict[str, dict[str, str]] = _lists()["left_out"]
    return given


def left_out(kind: str) -> set[str]:
    """The fields that the twin's objects of this type need not have."""
    given = all_left_out()
    return set(given["*"]) | set(given.get(kind, {}))


def missing(value: dict[str, Any]) -> set[str]:
    """The fields of its class that an object does not have."""
    kind = value["object"]
    return set(fields(classes()[kind])) - set(value) - left_out(kind)


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, at any depth, but not the changed fields of an update."""
    if isinstance(value, list):
        for one in value:
            yield from objects_in(one)
    if not isinstance(value, dict):
        return
    kind = value.get("object")
    if isinstance(kind, str) and kind in classes() and "deleted" not in value:
        yield value
    for name, one in value.items():
        if name not in {"previous_attributes", "changes", "metadata"}:
            yield from objects_in(one)


def examples() -> dict[str, dict[str, Any]]:
    """Stripe's published examples of the types that the SDK knows."""
    published: dict[str, dict[str, Any]] = json.loads(Path(EXAMPLES or "").read_text("utf-8"))
    return {kind: one for kind, one in published["resources"].items() if kind in classes()}


@cache
def _lists() -> dict[str, Any]:
    given: dict[str, Any] = json.loads(LISTS.read_text("utf-8"))
    return given
