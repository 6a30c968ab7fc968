from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import aiohttp
import pytest

from emulators.bigquery.server import BigQueryServer
from emulators.clock.clock import Clock
from tests.emulators.kept_shelf import KeptShelf

PROJECT = "/bigquery/v2/projects/kvitto-test"
TABLES = f"{PROJECT}/datasets/commerce/tables"
SCHEMA = {
    "fields": [
        {"name": "id", "type": "INTEGER", "mode": "REQUIRED"},
        {"name": "at", "type": "TIMESTAMP"},
        {"name": "tags", "type": "STRING", "mode": "REPEATED"},
        {"name": "to", "type": "RECORD", "fields": [{"name": "city", "type": "STRING"}]},
    ]
}
Call = Callable[..., Awaitable[tuple[int, Any]]]


def with_server(work: Callable[[Call], Awaitable[None]]) -> None:
    async def run() -> None:
        server = BigQueryServer(clock=Clock(), shelf=KeptShelf(), random=Random(1))
        port = await server.start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:

            async def call(method: str, path: str, body: Any = None) -> tuple[int, Any]:
                async with session.request(method, path, json=body) as answer:
                    return answer.status, await answer.json(content_type=None)

            await work(call)
        await server.stop()

    asyncio.run(run())


async def a_table(call: Call) -> None:
    dataset = {"datasetReference": {"datasetId": "commerce"}}
    assert (await call("POST", f"{PROJECT}/datasets", dataset))[0] == 200
    table = {"tableReference": {"tableId": "orders"}, "schema": SCHEMA}
    assert (await call("POST", TABLES, table))[0] == 200


def test_a_table_is_created_described_and_deleted() -> None:
    async def work(call: Call) -> None:
        await a_table(call)
        _, described = await call("GET", f"{TABLES}/orders")
        _, listed = await call("GET", TABLES)
        deleted, _ = await call("DELETE", f"{TABLES}/orders")
        missing, error = await call("GET", f"{TABLES}/orders")

        assert described["schema"]["fields"][0] == SCHEMA["fields"][0]
        assert described["type"] == "TABLE"
        assert [table["id"] for table in listed["tables"]] == ["kvitto-test:commerce.orders"]
        assert deleted == 204
        assert missing == 404
        assert error["error"]["errors"][0]["reason"] == "notFound"

    with_server(work)


def test_rows_go_in_and_come_out_as_cells() -> None:
    async def work(call: Call) -> None:
        await a_table(call)
        row = {"id": 1, "at": "2026-03-18T00:00:00Z", "tags": ["a"], "to": {"city": "Oslo"}}
        rows = [{"json": row}, {"json": {"tags": []}}]
        _, inserted = await call("POST", f"{TABLES}/orders/insertAll", {"rows": rows})
        _, answer = await call(
            "POST", f"{PROJECT}/queries", {"query": "SELECT * FROM commerce.orders"}
        )

        assert [error["index"] for error in inserted["insertErrors"]] == [1]
        assert answer["totalRows"] == "1"
        assert answer["schema"]["fields"][2]["mode"] == "REPEATED"
        assert answer["rows"] == [
            {
                "f": [
                    {"v": "1"},
                    {"v": "1773792000.000000"},
                    {"v": [{"v": "a"}]},
                    {"v": {"f": [{"v": "Oslo"}]}},
                ]
            }
        ]

    with_server(work)


def test_a_view_answers_like_a_table() -> None:
    async def work(call: Call) -> None:
        await a_table(call)
        await call("POST", f"{TABLES}/orders/insertAll", {"rows": [{"json": {"id": 7}}]})
        view = {"query": "SELECT id * 2 AS twice FROM `kvitto-test.commerce.orders`"}
        body = {"tableReference": {"tableId": "doubled"}, "view": view}
        _, created = await call("POST", TABLES, body)
        query = {"query": "SELECT twice FROM commerce.doubled"}
        _, answer = await call("POST", f"{PROJECT}/queries", query)

        assert created["type"] == "VIEW"
        assert created["schema"]["fields"] == [
            {"name": "twice", "type": "INTEGER", "mode": "NULLABLE"}
        ]
        assert answer["rows"] == [{"f": [{"v": "14"}]}]

    with_server(work)


def test_a_query_job_is_read_page_by_page() -> None:
    async def work(call: Call) -> None:
        sql = "SELECT x FROM UNNEST(GENERATE_ARRAY(1, @most)) AS x ORDER BY x"
        parameter = {
            "name": "most",
            "parameterType": {"type": "INT64"},
            "parameterValue": {"value": "3"},
        }
        body = {"configuration": {"query": {"query": sql, "queryParameters": [parameter]}}}
        _, job = await call("POST", f"{PROJECT}/jobs", body)
        path = f"{PROJECT}/queries/{job['jobReference']['jobId']}"
        _, first = await call("GET", f"{path}?maxResults=2")
        _, second = await call("GET", f"{path}?maxResults=2&pageToken={first['pageToken']}")

        assert job["status"]["state"] == "DONE"
        assert [row["f"][0]["v"] for row in first["rows"] + second["rows"]] == ["1", "2", "3"]
        assert "pageToken" not in second

    with_server(work)


@pytest.mark.parametrize(
    ("path", "body", "status", "reason"),
    [
        ("/queries", {"query": "SELECT"}, 400, "invalidQuery"),
        ("/queries", {"query": "DROP TABLE x"}, 400, "invalidQuery"),
        ("/queries", {"query": "SELECT 1", "useLegacySql": True}, 400, "invalid"),
        ("/jobs", {"configuration": {"load": {}}}, 400, "invalid"),
        ("/datasets/none/tables", {"tableReference": {"tableId": "t"}}, 404, "notFound"),
        ("/datasets", {"datasetReference": {"datasetId": "no name"}}, 400, "invalid"),
        ("/datasets", [], 400, "invalid"),
        ("/nothing", {}, 404, "invalid"),
    ],
)
def test_a_wrong_request_is_refused_as_bigquery_does(
    path: str, body: Any, status: int, reason: str
) -> None:
    async def work(call: Call) -> None:
        found, answer = await call("POST", PROJECT + path, body)

        assert found == status
        assert answer["error"]["errors"][0]["reason"] == reason

    with_server(work)
