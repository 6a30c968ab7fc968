"""A plan, as `terraform show -json` tells it, with its resources at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    address: str
    type: str
    values: Values


@dataclass(frozen=True)
class Plan:
    """Made in resolved mode, so that nothing is unknown."""

    document: Mapping[str, Any]

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        return tuple(_resources(self.document["planned_values"]["root_module"]))

    def of(self, type_name: str) -> list[Values]:
        """The values of every resource of that type."""
        return [resource.values for resource in self.resources if resource.type == type_name]

    def variable(self, name: str) -> Any:
        return self.document["variables"][name]["value"]

    def output(self, name: str) -> Any:
        return self.document["planned_values"]["outputs"][name]["value"]


def _resources(module: Mapping[str, Any]) -> Iterator[Resource]:
    for found in module.get("resources", ()):
        if found["mode"] == "managed":
            yield Resource(found["address"], found["type"], found["values"])
    for child in module.get("child_modules", ()):
        yield from _resources(child)


def only(blocks: list[Values]) -> Values:
    """The one block of a kind that may stand once."""
    (block,) = blocks
    return block
