"""Values outside the enumeration that the provider's own documentation gives."""

from __future__ import annotations

from collections.abc import Iterator

from tests.terraform.stub.behaviour import Refusal
from tests.terraform.stub.planning import Value, each_block
from tests.terraform.stub.schema import Block


def outside_their_enums(config: Value, block: Block) -> Iterator[Refusal]:
    for path, inner, value in each_block(block, config):
        for name, attribute in inner.attributes.items():
            found = value.get(name)
            if attribute.allowed and isinstance(found, str) and found not in attribute.allowed:
                choice = ", ".join(attribute.allowed)
                yield Refusal((*path, name), f"{name} is {found!r}; it must be one of {choice}")
