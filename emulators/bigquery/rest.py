"""A small part of BigQuery's REST API, version 2: datasets, tables, rows and queries."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from aiohttp import web

from emulators.bigquery.catalog import Table
from emulators.bigquery.columns import Column
from emulators.bigquery.rest_values import cells, parameter
from emulators.bigquery.result import Result
from emulators.bigquery.sql_tokens import BadSql
from emulators.bigquery.warehouse import Warehouse
from emulators.control.faults.http_calls import within_reach

_PROJECT = "/bigquery/v2/projects/{project}"
_TABLE = _PROJECT + "/datasets/{dataset}/tables/{table}"
JOBS_MAX = 100  # whose results are kept for a second look


class RestApi:
    def __init__(self, warehouse: Warehouse, dice: Random) -> None:
        self._warehouse = warehouse
        self._dice = dice
        self._results: OrderedDict[str, Result] = OrderedDict()

    def application(self) -> web.Application:
        application = web.Application(
            middlewares=[within_reach, _errors_as_json], client_max_size=2**24
        )
        application.router.add_routes(
            [
                web.get(_PROJECT + "/datasets", self._list_datasets),
                web.post(_PROJECT + "/datasets", self._create_dataset),
                web.get(_PROJECT + "/datasets/{dataset}", self._get_dataset),
                web.delete(_PROJECT + "/datasets/{dataset}", self._delete_dataset),
                web.get(_PROJECT + "/datasets/{dataset}/tables", self._list_tables),
                web.post(_PROJECT + "/datasets/{dataset}/tables", self._create_table),
                web.get(_TABLE, self._get_table),
                web.delete(_TABLE, self._delete_table),
                web.post(_TABLE + "/insertAll", self._insert_all),
                web.post(_PROJECT + "/queries", self._query),
                web.get(_PROJECT + "/queries/{job}", self._query_results),
                web.post(_PROJECT + "/jobs", self._insert_job),
                web.get(_PROJECT + "/jobs/{job}", self._get_job),
            ]
        )
        return application

    async def _list_datasets(self, request: web.Request) -> web.Response:
        project = request.match_info["project"]
        names = [name for name in self._warehouse.catalog.datasets if _in(project, name)]
        return web.json_response({"datasets": [_dataset(name) for name in names]})

    async def _create_dataset(self, request: web.Request) -> web.Response:
        reference = (await _body(request)).get("datasetReference", {})
        name = f"{request.match_info['project']}.{reference.get('datasetId', '')}"
        await self._warehouse.create_dataset(name)
        return web.json_response(_dataset(name))

    async def _get_dataset(self, request: web.Request) -> web.Response:
        name = _name(request)
        self._warehouse.catalog.require_dataset(name)
        return web.json_response(_dataset(name))

    async def _delete_dataset(self, request: web.Request) -> web.Response:
        await self._warehouse.drop_dataset(_name(request))
        return web.Response(status=204)

    async def _list_tables(self, request: web.Request) -> web.Response:
        dataset = _name(request)
        self._warehouse.catalog.require_dataset(dataset)
        tables = self._warehouse.catalog.tables.values()
        shown = [_table(table, brief=True) for table in tables if table.dataset == dataset]
        return web.json_response({"tables": shown, "totalItems": len(shown)})

    async def _create_table(self, request: web.Request) -> web.Response:
        body = await _body(request)
        name = f"{_name(request)}.{body.get('tableReference', {}).get('tableId', '')}"
        if "view" in body:
            await self._warehouse.create_view(name, body["view"].get("query", ""))
        else:
            fields = body.get("schema", {}).get("fields", ())
            await self._warehouse.create_table(name, [Column.from_api(field) for field in fields])
        return web.json_response(_table(self._warehouse.catalog.table(name)))

    async def _get_table(self, request: web.Request) -> web.Response:
        return web.json_response(_table(self._warehouse.catalog.table(_name(request))))

    async def _delete_table(self, request: web.Request) -> web.Response:
        await self._warehouse.drop(_name(request))
        return web.Response(status=204)

    async def _insert_all(self, request: web.Request) -> web.Response:
        rows = [row["json"] for row in (await _body(request)).get("rows", ())]
        errors = await self._warehouse.insert(_name(request), rows)
        refused = [
            {"index": index, "errors": [{"reason": "invalid", "message": error}]}
            for index, error in enumerate(errors)
            if error
        ]
        kind = "bigquery#tableDataInsertAllResponse"
        return web.json_response({"kind": kind, **({"insertErrors": refused} if refused else {})})

    async def _query(self, request: web.Request) -> web.Response:
        job = await self._run(request, await _body(request))
        return web.json_response(self._response(request, job))

    async def _insert_job(self, request: web.Request) -> web.Response:
        """Run a query job; it is done when this answers."""
        body = await _body(request)
        wanted = body.get("configuration", {}).get("query")
        if wanted is None:
            raise ValueError("Only query jobs are served here.")
        job_id = body.get("jobReference", {}).get("jobId", "")
        return web.json_response(_job(request, await self._run(request, wanted, job_id)))

    async def _get_job(self, request: web.Request) -> web.Response:
        self._result(request.match_info["job"])
        return web.json_response(_job(request, request.match_info["job"]))

    async def _query_results(self, request: web.Request) -> web.Response:
        return web.json_response(self._response(request, request.match_info["job"]))

    async def _run(self, request: web.Request, wanted: dict[str, Any], job_id: str = "") -> str:
        if wanted.get("useLegacySql"):
            raise ValueError("Legacy SQL is not served here.")
        default = wanted.get("defaultDataset", {}).get("projectId", request.match_info["project"])
        parameters = dict(parameter(one) for one in wanted.get("queryParameters", ()))
        sql = wanted.get("query", "")
        result = await self._warehouse.query(sql, project=default, parameters=parameters)
        job = job_id or f"job_{self._dice.getrandbits(96):024x}"
        self._results[job] = result
        if len(self._results) > JOBS_MAX:
            self._results.popitem(last=False)
        return job

    def _response(self, request: web.Request, job: str) -> dict[str, Any]:
        result = self._result(job)
        start = int(request.query.get("startIndex") or request.query.get("pageToken") or 0)
        size = int(request.query.get("maxResults") or len(result.rows) or 1)
        shown = result.rows[start : start + size]
        following = start + len(shown)
        more = {"pageToken": str(following)} if following < len(result.rows) else {}
        return {
            "kind": "bigquery#queryResponse",
            "jobReference": _job(request, job)["jobReference"],
            "jobComplete": True,
            "totalRows": str(len(result.rows)),
            "schema": {"fields": [column.to_api() for column in result.columns]},
            "rows": [cells(row, result.columns) for row in shown],
            **more,
        }

    def _result(self, job: str) -> Result:
        if job not in self._results:
            raise LookupError(f"Not found: Job {job}")
        return self._results[job]


async def _body(request: web.Request) -> dict[str, Any]:
    body = json.loads(await request.read() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("Invalid JSON payload received.")  # noqa: TRY004 - the caller's fault, not a type's
    return body


def _name(request: web.Request) -> str:
    parts = ("project", "dataset", "table")
    return ".".join(request.match_info[part] for part in parts if part in request.match_info)


def _in(project: str, name: str) -> bool:
    return name.startswith(f"{project}.")


def _dataset(name: str) -> dict[str, Any]:
    project, dataset = name.split(".")
    reference = {"projectId": project, "datasetId": dataset}
    return {"kind": "bigquery#dataset", "id": f"{project}:{dataset}", "datasetReference": reference}


def _table(table: Table, *, brief: bool = False) -> dict[str, Any]:
    project, dataset, name = table.name.split(".")
    shown: dict[str, Any] = {
        "kind": "bigquery#table",
        "id": f"{project}:{dataset}.{name}",
        "tableReference": {"projectId": project, "datasetId": dataset, "tableId": name},
        "type": "TABLE" if table.view is None else "VIEW",
    }
    if table.view is not None:
        shown["view"] = {"query": table.view, "useLegacySql": False}
    if not brief:
        shown["schema"] = {"fields": [column.to_api() for column in table.columns]}
    return shown


def _job(request: web.Request, job: str) -> dict[str, Any]:
    project = request.match_info["project"]
    return {
        "kind": "bigquery#job",
        "id": f"{project}:{job}",
        "jobReference": {"projectId": project, "jobId": job},
        "configuration": {"jobType": "QUERY", "query": {"useLegacySql": False}},
        "status": {"state": "DONE"},
    }


@web.middleware
async def _errors_as_json(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    try:
        return await handler(request)
    except LookupError as missing:
        return _error(404, "notFound", str(missing.args[0]))
    except BadSql as bad:
        return _error(400, "invalidQuery", str(bad))
    except ValueError as bad:
        text = str(bad)
        if text.startswith("Already Exists"):
            return _error(409, "duplicate", text)
        return _error(400, "invalid", text)
    except web.HTTPException as raised:
        return _error(raised.status, "invalid", raised.reason)


def _error(status: int, reason: str, message: str) -> web.Response:
    listed = [{"message": message, "domain": "global", "reason": reason}]
    error = {"code": status, "message": message, "errors": listed}
    return web.json_response({"error": error}, status=status)
