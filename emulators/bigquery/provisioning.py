"""A deployment's tables and views in the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from emulators.bigquery.columns import Column
from emulators.bigquery.warehouse import Warehouse


async def provision(
    warehouse: Warehouse,
    tables: Mapping[str, Sequence[Column]],
    views: Mapping[str, str] | None = None,
) -> None:
    """Create what is missing, by the names `project.dataset.table`; may be repeated.

    A table that is there keeps its columns and rows. A view gets its latest SQL; views come
    after the tables, in their order.
    """
    for name, columns in tables.items():
        await _require_dataset(warehouse, name)
        if name not in warehouse.catalog.tables:
            await warehouse.create_table(name, columns)
    for name, sql in (views or {}).items():
        await _require_dataset(warehouse, name)
        found = warehouse.catalog.tables.get(name)
        if found and found.view != sql:
            await warehouse.drop(name)
        if not found or found.view != sql:
            await warehouse.create_view(name, sql)


async def _require_dataset(warehouse: Warehouse, table: str) -> None:
    dataset = table.rpartition(".")[0]
    if dataset not in warehouse.catalog.datasets:
        await warehouse.create_dataset(dataset)
