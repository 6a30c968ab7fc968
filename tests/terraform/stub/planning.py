"""What is computed: unknown while planning, a made-up value once applied.

Both walk a resource's value along its schema and change the value in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.terraform.stub.cty import UNKNOWN
from tests.terraform.stub.schema import Attribute, Block

Value = dict[str, Any]
Path = tuple[str | int, ...]  # from a resource down to one of its attributes
MakeUp = Callable[[str, Attribute], Any]  # from the path of an attribute, such as a.b


def empty(block: Block) -> Value:
    """The block with nothing set."""
    value: Value = dict.fromkeys(block.attributes)
    for name, nested in block.blocks.items():
        value[name] = None if nested.nesting == "single" else []
    return value


def mark_computed(block: Block, planned: Value) -> None:
    """What is computed and not there yet is unknown.

    Terraform proposes what was configured and, failing that, what was computed before; so only
    what has never been computed is left out.
    """
    for name, attribute in block.attributes.items():
        if attribute.write_only:
            planned[name] = None
        elif attribute.computed and planned.get(name) is None:
            planned[name] = UNKNOWN
    for name, nested in block.blocks.items():
        if name != "timeouts":
            for item in _blocks_in(planned.get(name)):
                mark_computed(nested.block, item)


def make_up(block: Block, value: Value, invent: MakeUp, path: str = "") -> None:
    """Replace every unknown by what `invent` says."""
    for name, attribute in block.attributes.items():
        if value.get(name) is UNKNOWN:
            value[name] = invent(path + name, attribute)
    for name, nested in block.blocks.items():
        found = value.get(name)
        if found is UNKNOWN:
            value[name] = None if nested.nesting == "single" else []
        for item in _blocks_in(found):
            make_up(nested.block, item, invent, f"{path}{name}.")


def _blocks_in(found: Any) -> list[Value]:
    candidates = found if isinstance(found, list) else [found]
    return [item for item in candidates if isinstance(item, dict)]


def each_block(block: Block, value: Mapping[str, Any]) -> Iterator[tuple[Path, Block, Value]]:
    """The block itself and every block inside it, each with where it stands."""
    yield (), block, dict(value)
    for name, nested in block.blocks.items():
        found = value.get(name)
        single = nested.nesting == "single"
        for index, item in enumerate(_blocks_in(found)):
            here: Path = (name,) if single else (name, index)
            for path, inner, inner_value in each_block(nested.block, item):
                yield here + path, inner, inner_value
