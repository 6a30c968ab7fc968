"""What the warehouse asks of its engine, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from emulators.bigquery.columns import Column


@dataclass(frozen=True, slots=True)
class Result:
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]


class Engine(Protocol):
    """Takes translated SQL, and names such as `project.dataset.table`."""

    def create_dataset(self, project: str, dataset: str) -> None: ...
    def drop_dataset(self, project: str, dataset: str) -> None: ...
    def create_table(self, name: str, columns: Sequence[Column]) -> None: ...
    def create_view(self, name: str, sql: str) -> tuple[Column, ...]: ...
    def drop(self, kind: str, name: str) -> None: ...
    def insert(self, name: str, columns: Sequence[Column], rows: Sequence[Any]) -> None: ...
    def query(self, project: str, sql: str, parameters: Mapping[str, Any]) -> Result: ...
    def close(self) -> None: ...
