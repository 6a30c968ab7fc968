from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from emulators.bigquery.columns import Column
from emulators.bigquery.provisioning import provision
from emulators.bigquery.warehouse import Warehouse
from tests.emulators.bigquery.a_warehouse import (
    EVENT_COLUMNS,
    EVENTS,
    PROJECT,
    SharedWarehouse,
    rows,
    with_events,
    with_warehouse,
)
from tests.emulators.kept_shelf import KeptShelf

_numbers = count(1)


def written(shared: SharedWarehouse, column: Column, value: Any) -> tuple[list[str], list[Any]]:
    """Write one value into a new table; return the errors and what is there then."""
    name = f"things_{next(_numbers)}"
    table = f"{PROJECT}.shared.{name}"
    shared.loop.run(shared.warehouse.create_table(table, [column]))
    errors = shared.loop.run(shared.warehouse.insert(table, [{column.name: value}]))
    return errors, [row[0] for row in shared.ask("SELECT * FROM shared." + name)]  # noqa: S608 - a name made above


@pytest.mark.parametrize(
    ("column", "value", "stored"),
    [
        (Column("v", "STRING"), "text", "text"),
        (Column("v", "INT64"), "42", 42),
        (Column("v", "FLOAT64"), 1, 1.0),
        (Column("v", "BOOL"), "true", True),
        (Column("v", "BYTES"), b"\x00\xff", b"\x00\xff"),
        (Column("v", "BYTES"), "AP8=", b"\x00\xff"),
        (Column("v", "TIMESTAMP"), 1_000_000, datetime(1970, 1, 1, 0, 0, 1)),  # noqa: DTZ001 - BigQuery's are UTC
        (Column("v", "TIMESTAMP"), "2026-03-18T21:00:00+02:00", datetime(2026, 3, 18, 19)),  # noqa: DTZ001 - as above
        (Column("v", "JSON"), '{"a": 1}', '{"a": 1}'),
        (Column("v", "JSON"), {"a": 1}, '{"a": 1}'),
        (Column("v", "STRING", "REPEATED"), ["a", "b"], ["a", "b"]),
        (Column("v", "BYTES", "REPEATED"), [b"a"], [b"a"]),
        (
            Column("v", "STRUCT", "NULLABLE", (Column("a", "INT64"), Column("b", "JSON"))),
            {"a": 1, "b": [1]},
            {"a": 1, "b": "[1]"},
        ),
        (
            Column("v", "STRUCT", "REPEATED", (Column("key", "STRING"), Column("value", "INT64"))),
            {"x": 1},
            [{"key": "x", "value": 1}],
        ),
        (Column("v", "STRING"), None, None),
    ],
)
def test_a_value_comes_back_as_its_column_has_it(
    shared: SharedWarehouse, column: Column, value: Any, stored: Any
) -> None:
    assert written(shared, column, value) == ([""], [stored])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("v", "STRING"), 1),
        (Column("v", "INT64"), 1.5),
        (Column("v", "INT64"), 2**63),
        (Column("v", "BOOL"), 1),
        (Column("v", "BYTES"), "no base64"),
        (Column("v", "TIMESTAMP"), "yesterday"),
        (Column("v", "DATE"), "2026-02-30"),
        (Column("v", "JSON"), ""),
        (Column("v", "STRING", "REQUIRED"), None),
        (Column("v", "STRING", "REPEATED"), "a"),
        (Column("v", "STRUCT", "NULLABLE", (Column("a", "INT64"),)), {"b": 1}),
    ],
)
def test_a_value_of_another_kind_is_not_written(
    shared: SharedWarehouse, column: Column, value: Any
) -> None:
    [error], found = written(shared, column, value)

    assert "v" in error or "b" in error
    assert found == []


def test_a_bad_row_keeps_no_good_one_out() -> None:
    async def write(warehouse: Warehouse) -> tuple[list[str], list[Any]]:
        await with_events(warehouse)
        errors = await warehouse.insert(
            EVENTS, [{"message_id": "1"}, {"nonsense": 1}, {"message_id": "3"}]
        )
        return errors, await rows(warehouse, "SELECT message_id FROM commerce.events ORDER BY 1")

    errors, found = with_warehouse(write)

    assert errors == ["", "no such field: nonsense.", ""]
    assert found == [("1",), ("3",)]


def test_rows_and_views_are_there_after_a_restart() -> None:
    shelf = KeptShelf()

    async def before(warehouse: Warehouse) -> None:
        await with_events(warehouse, {"message_id": "1", "publish_time": datetime.now(UTC)})
        await rows(warehouse, "SELECT 1 FROM commerce.events")
        await warehouse.insert(EVENTS, [{"message_id": "2"}])
        await warehouse.create_view(
            f"{PROJECT}.commerce.ids", "SELECT message_id FROM commerce.events"
        )

    async def after(warehouse: Warehouse) -> list[Any]:
        await warehouse.insert(EVENTS, [{"message_id": "3"}])
        return await rows(warehouse, "SELECT * FROM commerce.ids ORDER BY 1")

    with_warehouse(before, shelf)

    assert with_warehouse(after, shelf) == [("1",), ("2",), ("3",)]


def test_a_dropped_table_takes_its_rows_along() -> None:
    shelf = KeptShelf()

    async def drop(warehouse: Warehouse) -> None:
        await with_events(warehouse, {"message_id": "1"})
        await rows(warehouse, "SELECT * FROM commerce.events")
        await warehouse.drop(EVENTS)
        await warehouse.drop_dataset(f"{PROJECT}.commerce")
        with pytest.raises(LookupError):
            warehouse.columns(EVENTS)

    with_warehouse(drop, shelf)

    assert shelf.values == {}


def test_names_are_unique_and_datasets_come_first() -> None:
    async def create(warehouse: Warehouse) -> None:
        with pytest.raises(LookupError):
            await warehouse.create_table(EVENTS, [])
        await with_events(warehouse)
        with pytest.raises(ValueError, match="Already Exists"):
            await warehouse.create_table(EVENTS, [])
        with pytest.raises(ValueError, match="Already Exists"):
            await warehouse.create_dataset(f"{PROJECT}.commerce")
        with pytest.raises(ValueError, match="still in use"):
            await warehouse.drop_dataset(f"{PROJECT}.commerce")

    with_warehouse(create)


def test_nothing_is_loaded_until_somebody_asks() -> None:
    async def write(warehouse: Warehouse) -> bool:
        await with_events(warehouse, {"message_id": "1"})
        return warehouse.is_asleep

    assert with_warehouse(write)


def test_a_deployment_may_be_provisioned_again() -> None:
    views = {f"{PROJECT}.commerce.ids": "SELECT message_id FROM commerce.events"}
    newer = {f"{PROJECT}.commerce.ids": "SELECT message_id AS id FROM commerce.events"}

    async def deploy(warehouse: Warehouse) -> list[Any]:
        await provision(warehouse, {EVENTS: EVENT_COLUMNS}, views)
        await warehouse.insert(EVENTS, [{"message_id": "1"}])
        await provision(warehouse, {EVENTS: EVENT_COLUMNS}, newer)
        return await rows(warehouse, "SELECT id FROM commerce.ids")

    assert with_warehouse(deploy) == [("1",)]
