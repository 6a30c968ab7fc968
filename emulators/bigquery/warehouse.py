"""Datasets, tables and views: on the shelf, and in DuckDB as soon as somebody asks a question."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from emulators.archives.spill import Spill, Spilt
from emulators.bigquery.catalog import Catalog, Table
from emulators.bigquery.columns import Column
from emulators.bigquery.dialect import translated
from emulators.bigquery.result import Engine, Result
from emulators.bigquery.values import Unwritable, checked_row
from emulators.clock.clock import Clock
from emulators.shelf import Shelf

_ROWS = "rows/"
Answer = TypeVar("Answer")


class Warehouse:
    """`name` is always `project.dataset.table`, or `project.dataset`.

    Tables are written without the engine; it is started, and filled, by the first view or query.
    """

    def __init__(self, *, clock: Clock, shelf: Shelf) -> None:
        self._clock = clock
        self._shelf = shelf
        self.catalog = Catalog(shelf)
        self._turn = asyncio.Lock()
        self._engine: Engine | None = None
        self._spill = Spill()
        self._waiting: dict[str, list[Spilt]] = {}
        """Batches of rows, by table, that the engine does not have yet."""
        self._batches = 0
        for key, value in shelf.items(_ROWS):
            name, _, number = key.removeprefix(_ROWS).rpartition("/")
            self._waiting.setdefault(name, []).append(self._spill.put(value))
            self._batches = max(self._batches, int(number))

    @property
    def is_asleep(self) -> bool:
        """Whether the engine has not been needed yet."""
        return self._engine is None

    def columns(self, name: str) -> Sequence[Column]:
        """`LookupError` for a table that is not there."""
        return self.catalog.table(name).columns

    async def create_dataset(self, name: str) -> None:
        """`ValueError` if it is there already or is no name."""
        self.catalog.add_dataset(name)
        await self._tell(lambda engine: engine.create_dataset(*name.split(".")))

    async def create_table(self, name: str, columns: Sequence[Column]) -> None:
        """`LookupError` without its dataset, `ValueError` if it is there already."""
        table = Table(name, tuple(columns))
        self.catalog.add(table)
        await self._tell(lambda engine: engine.create_table(name, table.columns))

    async def create_view(self, name: str, sql: str) -> None:
        """Create a view by BigQuery's SQL; `BadSql` when it cannot be read."""
        self.catalog.require_free(name)
        translation = translated(sql, self._clock.now())
        columns = await self._ask(lambda engine: engine.create_view(name, translation))
        self.catalog.add(Table(name, columns, view=sql))

    async def drop(self, name: str) -> None:
        """Delete a table with its rows, or a view."""
        table = self.catalog.remove(name)
        self._waiting.pop(name, None)
        for key, _ in list(self._shelf.items(f"{_ROWS}{name}/")):
            self._shelf.delete(key)
        kind = "TABLE" if table.view is None else "VIEW"
        await self._tell(lambda engine: engine.drop(kind, name))

    async def drop_dataset(self, name: str) -> None:
        """`ValueError` while there is anything in it."""
        self.catalog.remove_dataset(name)
        await self._tell(lambda engine: engine.drop_dataset(*name.split(".")))

    async def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Write the rows that fit; say of each row why it did not, or ""."""
        columns = self.columns(table)
        errors, fitting = [], []
        for row in rows:
            try:
                fitting.append(checked_row(row, columns))
                errors.append("")
            except Unwritable as error:
                errors.append(str(error))
        if fitting:
            self._batches += 1
            content = json.dumps(fitting, ensure_ascii=False).encode()
            self._shelf.put(f"{_ROWS}{table}/{self._batches:012}", content)
            self._waiting.setdefault(table, []).append(self._spill.put(content))
        return errors

    async def query(
        self, sql: str, *, project: str, parameters: Mapping[str, Any] | None = None
    ) -> Result:
        """Answer a SELECT in BigQuery's SQL; names without a project are of `project`.

        `BadSql` when it cannot be read or run.
        """
        translation = translated(sql, self._clock.now())
        waiting, self._waiting, self._spill = self._taken(), {}, Spill()
        columns = {name: self.columns(name) for name in waiting}

        def answer(engine: Engine) -> Result:
            for name, batches in waiting.items():
                rows = [row for batch in batches for row in json.loads(batch)]
                engine.insert(name, columns[name], rows)
            return engine.query(project, translation, parameters or {})

        return await self._ask(answer)

    def _taken(self) -> dict[str, list[bytes]]:
        """What is waiting, read back for the engine's thread."""
        return {name: list(map(self._spill.get, all_)) for name, all_ in self._waiting.items()}

    async def close(self) -> None:
        await self._tell(lambda engine: engine.close())
        self._engine = None

    async def _tell(self, order: Callable[[Engine], None]) -> None:
        """Let the engine follow, if it is running."""
        if self._engine:
            await self._ask(order)

    async def _ask(self, question: Callable[[Engine], Answer]) -> Answer:
        """Work with the engine, one after the other and away from the event loop."""
        release = self._clock.hold()
        try:
            async with self._turn:
                if self._engine is None:
                    self._engine = await asyncio.to_thread(self._start)
                return await asyncio.to_thread(question, self._engine)
        finally:
            release()

    def _start(self) -> Engine:
        # Loaded by the first view or question: most runs never ask one, and it is 40 MB.
        from emulators.bigquery.engine import DuckDb  # noqa: PLC0415

        engine = DuckDb()
        for dataset in self.catalog.datasets:
            engine.create_dataset(*dataset.split("."))
        for table in self.catalog.tables.values():
            if table.view is None:
                engine.create_table(table.name, table.columns)
            else:
                engine.create_view(table.name, translated(table.view, self._clock.now()))
        return engine
