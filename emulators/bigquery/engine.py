"""DuckDB as the engine of the warehouse. Nothing here lasts: it is filled from the shelf."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from emulators.bigquery.columns import NULLABLE, REPEATED, Column, quoted
from emulators.bigquery.functions import MACROS
from emulators.bigquery.result import Result
from emulators.bigquery.sql_tokens import BadSql

MEMORY_MAX = "256MB"
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
_TYPES = {
    "varchar": "STRING",
    "json": "JSON",
    "boolean": "BOOL",
    "blob": "BYTES",
    "double": "FLOAT64",
    "float": "FLOAT64",
    "decimal": "NUMERIC",
    "date": "DATE",
    "time": "TIME",
    "timestamp": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP",
    "sqlnull": "STRING",
}


class DuckDb:
    """One database in memory per project. Not for two threads at once."""

    def __init__(self) -> None:
        self._database = duckdb.connect(":memory:")
        self._projects: set[str] = set()
        for setting in (f"memory_limit='{MEMORY_MAX}'", "threads=1", "TimeZone='UTC'"):
            self._database.execute(f"SET {setting}")
        self._database.execute("SET enable_external_access=false")

    def create_dataset(self, project: str, dataset: str) -> None:
        self._use(project)
        self._database.execute(f"CREATE SCHEMA {quoted(project)}.{quoted(dataset)}")

    def drop_dataset(self, project: str, dataset: str) -> None:
        self._database.execute(f"DROP SCHEMA {quoted(project)}.{quoted(dataset)} CASCADE")

    def create_table(self, name: str, columns: Sequence[Column]) -> None:
        listed = ", ".join(f"{quoted(one.name)} {one.duckdb_type()}" for one in columns)
        self._database.execute(f"CREATE TABLE {_path(name)} ({listed})")

    def create_view(self, name: str, sql: str) -> tuple[Column, ...]:
        """Create the view and return its columns; `BadSql` when it cannot be read."""
        self._use(name.split(".", 1)[0])
        self._run(f"CREATE VIEW {_path(name)} AS {sql}")
        everything = f"SELECT * FROM {_path(name)} LIMIT 0"  # noqa: S608 - a name, and it is quoted
        return _columns(self._run(everything).description)

    def drop(self, kind: str, name: str) -> None:
        """`kind` is "TABLE" or "VIEW"."""
        self._database.execute(f"DROP {kind} {_path(name)}")

    def insert(self, name: str, columns: Sequence[Column], rows: Sequence[Any]) -> None:
        """Write rows that are checked already."""
        shape = json.dumps([{one.name: _json_shape(one) for one in columns}])
        values = ", ".join(_read(f"r.{quoted(one.name)}", one) for one in columns)
        self._database.execute(
            f"INSERT INTO {_path(name)} SELECT {values} "  # noqa: S608 - names, and they are quoted
            "FROM (SELECT unnest(from_json(CAST(? AS JSON), ?)) AS r)",
            [json.dumps(list(rows)), shape],
        )

    def query(self, project: str, sql: str, parameters: Mapping[str, Any]) -> Result:
        """Run a translated query. `BadSql` says what the engine says."""
        self._use(project)
        cursor = self._run(sql, parameters)
        try:
            return Result(_columns(cursor.description), cursor.fetchall())
        except duckdb.Error as error:
            raise _bad_sql(error) from error

    def close(self) -> None:
        self._database.close()

    def _use(self, project: str) -> None:
        """Let names without a project mean this one."""
        if project in self._projects:
            self._database.execute(f"USE {quoted(project)}")
            return
        self._projects.add(project)
        self._database.execute(f"ATTACH ':memory:' AS {quoted(project)}")
        self._database.execute(f"USE {quoted(project)}")
        for macro in MACROS:
            self._database.execute(f"CREATE MACRO {macro}")

    def _run(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Any:
        try:
            return self._database.execute(sql, dict(parameters) if parameters else None)
        except duckdb.Error as error:
            raise _bad_sql(error) from error


def _bad_sql(error: duckdb.Error) -> BadSql:
    return BadSql(str(error).partition("\n")[0])


def _path(name: str) -> str:
    return ".".join(quoted(part) for part in name.split("."))


def _json_shape(column: Column) -> Any:
    """What DuckDB shall take the JSON of a value for; what it cannot read stays text."""
    if column.fields:
        shape: Any = {one.name: _json_shape(one) for one in column.fields}
    elif column.type in {"BYTES", "JSON"}:
        shape = "VARCHAR"
    else:
        shape = column.duckdb_type().removesuffix("[]")
    return [shape] if column.mode == REPEATED else shape


def _read(expression: str, column: Column) -> str:
    """SQL that makes the value of the text that JSON had to hold."""
    if column.mode == REPEATED:
        item = Column(column.name, column.type, NULLABLE, column.fields)
        inner = _read("x", item)
        return expression if inner == "x" else f"list_transform({expression}, lambda x: {inner})"
    if column.type == "BYTES":
        return f"from_base64({expression})"
    if column.type == "JSON":
        return f"CAST({expression} AS JSON)"
    if not any(_read("x", one) != "x" for one in column.fields):
        return expression
    parts = (
        f"{quoted(one.name)} := {_read(f'{expression}.{quoted(one.name)}', one)}"
        for one in column.fields
    )
    return f"struct_pack({', '.join(parts)})"


def _columns(description: Sequence[Any]) -> tuple[Column, ...]:
    """Name what the query left without a name as BigQuery does: f0_, f1_ and so on."""
    named = (
        (name if _IDENTIFIER.fullmatch(name) else f"f{index}_", kind)
        for index, (name, kind, *_) in enumerate(description)
    )
    return tuple(_column(name, kind) for name, kind in named)


def _column(name: str, kind: Any) -> Column:
    if kind.id == "list":
        item = _column(name, kind.children[0][1])
        return Column(name, item.type, REPEATED, item.fields)
    if kind.id == "struct":
        fields = tuple(_column(field, inner) for field, inner in kind.children)
        return Column(name, "STRUCT", NULLABLE, fields)
    text = "json" if str(kind) == "JSON" else str(kind.id)
    return Column(name, _TYPES.get(text, "INT64" if "int" in text else "STRING"))
