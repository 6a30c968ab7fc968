"""What a schema cannot say of a provider: which values it computes, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from tests.terraform.stub.planning import Path, Value
from tests.terraform.stub.schema import Attribute, Block


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing the provider would not accept, and where."""

    path: Path
    message: str


class Behaviour(Protocol):
    def refusals(self, type_name: str, config: Value, block: Block) -> Iterable[Refusal]: ...

    def plan(self, type_name: str, planned: Value, config: Value, settings: Value) -> None:
        """Fill in what the provider knows before it creates anything."""
        ...

    def replaces(self, type_name: str, planned: Value, prior: Value) -> list[str]:
        """The attributes whose change means: destroy it, and create it anew."""
        ...

    def create(self, type_name: str, state: Value, config: Value) -> None:
        """Fill in what the provider knows once it has created the resource."""
        ...

    def keeps(self, type_name: str, prior: Value) -> Iterable[Refusal]:
        """Why the resource must not be destroyed."""
        ...

    def invent(self, type_name: str, path: str, attribute: Attribute) -> Any:
        """Some value for what nobody looks at."""
        ...

    def read_data(self, type_name: str, state: Value, config: Value, settings: Value) -> None: ...
