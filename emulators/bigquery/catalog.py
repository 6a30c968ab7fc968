"""What there is in the warehouse: datasets, tables and views, on the shelf."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from emulators.bigquery.columns import Column
from emulators.shelf import Shelf

_DATASET = "dataset/"
_TABLE = "table/"
_PLAIN = r"[^.`:\s/]+"
_DATASET_NAME = re.compile(rf"{_PLAIN}\.\w+")
_TABLE_NAME = re.compile(rf"{_PLAIN}\.\w+\.{_PLAIN}")


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    view: str | None = None
    """The query, as it was written."""

    @property
    def dataset(self) -> str:
        return self.name.rpartition(".")[0]


class Catalog:
    """Tables stand in the order of their creation: a view after what it reads."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.datasets: dict[str, None] = {}
        stored: list[tuple[int, Table]] = []
        for key, _ in shelf.items(_DATASET):
            self.datasets[key.removeprefix(_DATASET)] = None
        for key, value in shelf.items(_TABLE):
            stored.append(_from_json(key.removeprefix(_TABLE), json.loads(value)))
        stored.sort(key=lambda one: one[0])
        self.tables: dict[str, Table] = {table.name: table for _, table in stored}
        self._number = stored[-1][0] if stored else 0

    def table(self, name: str) -> Table:
        if name not in self.tables:
            raise LookupError(f"Not found: Table {_shown(name)}")
        return self.tables[name]

    def require_dataset(self, name: str) -> None:
        if name not in self.datasets:
            raise LookupError(f"Not found: Dataset {_shown(name)}")

    def require_free(self, name: str) -> None:
        """`ValueError` unless a table of that name can be created."""
        if not _TABLE_NAME.fullmatch(name):
            raise ValueError(f"Invalid table name: {name}")
        self.require_dataset(name.rpartition(".")[0])
        if name in self.tables:
            raise ValueError(f"Already Exists: Table {_shown(name)}")

    def add_dataset(self, name: str) -> None:
        if not _DATASET_NAME.fullmatch(name):
            raise ValueError(f"Invalid dataset name: {name}")
        if name in self.datasets:
            raise ValueError(f"Already Exists: Dataset {_shown(name)}")
        self.datasets[name] = None
        self._shelf.put(_DATASET + name, b"")

    def remove_dataset(self, name: str) -> None:
        self.require_dataset(name)
        if any(table.dataset == name for table in self.tables.values()):
            raise ValueError(f"Dataset {_shown(name)} is still in use")
        del self.datasets[name]
        self._shelf.delete(_DATASET + name)

    def add(self, table: Table) -> None:
        self.require_free(table.name)
        self._number += 1
        self.tables[table.name] = table
        content = {
            "number": self._number,
            "columns": [column.to_api() for column in table.columns],
            "view": table.view,
        }
        self._shelf.put(_TABLE + table.name, json.dumps(content).encode())

    def remove(self, name: str) -> Table:
        table = self.table(name)
        del self.tables[name]
        self._shelf.delete(_TABLE + name)
        return table


def _from_json(name: str, content: dict[str, Any]) -> tuple[int, Table]:
    columns = tuple(Column.from_api(field) for field in content["columns"])
    return content["number"], Table(name, columns, content["view"])


def _shown(name: str) -> str:
    """`project:dataset.table`, as BigQuery's errors say it."""
    return name.replace(".", ":", 1)
