from __future__ import annotations

from collections.abc import Iterator

import pytest

from emulators.bigquery.warehouse import Warehouse
from emulators.clock.clock import Clock
from tests.emulators.bigquery.a_warehouse import PROJECT, SharedWarehouse
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import LoopThread


@pytest.fixture(scope="package")
def shared() -> Iterator[SharedWarehouse]:
    """One warehouse for all the tests that only ask: starting the engine takes a while."""
    with LoopThread() as loop:
        clock = Clock()
        warehouse = loop.call(lambda: Warehouse(clock=clock, shelf=KeptShelf()))
        loop.run(warehouse.create_dataset(f"{PROJECT}.shared"))
        yield SharedWarehouse(loop, clock, warehouse)
        loop.run(warehouse.close())
