"""`terraform show -json`, of a state or of a plan, with its resources at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Values = Mapping[str, Any]


class NotKvitto(Exception):
    """Something is not there that every deployment of Kvitto has. The text is one line."""


class Terraform:
    def __init__(self, document: Values) -> None:
        found = document.get("values") or document.get("planned_values") or {}
        self._outputs: Values = found.get("outputs", {})
        self._resources = list(_resources(found.get("root_module", {})))

    def of(self, type_: str) -> list[Values]:
        """The values of every resource of that type, in order of their names."""
        found = [values for kind, values in self._resources if kind == type_]
        return sorted(found, key=lambda values: str(values.get("name")))

    def the(self, type_: str) -> Values:
        found = self.of(type_)
        if not found:
            raise NotKvitto(f"it has no {type_}")
        return found[0]

    def output(self, name: str) -> Any:
        if name not in self._outputs:
            raise NotKvitto(f"it has no output {name}")
        return self._outputs[name]["value"]


def block(blocks: Sequence[Values] | None) -> Values:
    """The block of a kind that may stand once; an empty one where it does not stand."""
    return blocks[0] if blocks else {}


def short(name: str) -> str:
    """`projects/P/topics/T` → `T`."""
    return name.rpartition("/")[2]


def seconds(duration: str | None) -> int:
    """`"1.5s"` is one: nothing here is told in parts of a second."""
    return int(float((duration or "0s").removesuffix("s")))


def _resources(module: Values) -> Iterator[tuple[str, Values]]:
    for found in module.get("resources", ()):
        if found["mode"] == "managed":
            yield found["type"], found["values"]
    for child in module.get("child_modules", ()):
        yield from _resources(child)
