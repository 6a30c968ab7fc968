"""A warehouse to ask questions of, and the clock it looks at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from emulators.bigquery.columns import Column
from emulators.bigquery.warehouse import Warehouse
from emulators.clock.clock import Clock
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import LoopThread

PROJECT = "kvitto-test"
EVENTS = f"{PROJECT}.commerce.events"
T = TypeVar("T")
EVENT_COLUMNS = (
    Column("subscription_name", "STRING"),
    Column("message_id", "STRING"),
    Column("publish_time", "TIMESTAMP"),
    Column("data", "JSON"),
    Column("attributes", "JSON"),
)


@dataclass(frozen=True, slots=True)
class SharedWarehouse:
    loop: LoopThread
    clock: Clock
    warehouse: Warehouse

    def ask(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return self.loop.run(rows(self.warehouse, sql, **parameters))


def with_warehouse(work: Callable[[Warehouse], Awaitable[T]], shelf: KeptShelf | None = None) -> T:
    """Run `work` on a warehouse with the shelf's content and close it."""

    async def run() -> T:
        warehouse = Warehouse(clock=Clock(), shelf=shelf or KeptShelf())
        try:
            return await work(warehouse)
        finally:
            await warehouse.close()

    return asyncio.run(run())


async def with_events(warehouse: Warehouse, *events: dict[str, Any]) -> None:
    """Create the table of the events and put these in."""
    await warehouse.create_dataset(f"{PROJECT}.commerce")
    await warehouse.create_table(EVENTS, EVENT_COLUMNS)
    assert not any(await warehouse.insert(EVENTS, events))


async def rows(warehouse: Warehouse, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
    result = await warehouse.query(sql, project=PROJECT, parameters=parameters)
    return result.rows
