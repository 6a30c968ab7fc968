"""Google's JSON API of Firestore and its administration, over the handlers that serve gRPC.

Listen and Write have no JSON form. Methods that stream answer with an array. Whether a path names
a document or a collection shows in its number of IDs only, which path templates cannot say.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

from aiohttp import web
from google.protobuf import json_format

from emulators.control.faults.http_calls import within_reach
from emulators.firestore.methods.answering import Methods
from emulators.firestore.wire import Request
from emulators.google_apis.rest_errors import Aborted, unreadable
from emulators.google_apis.rest_methods import BODY_BYTES_MAX, RestCall, RestMethods
from emulators.google_apis.rest_query import content_of_query

_ROOT = r"projects/[^/]+/databases/[^/:]+/documents"
_STREAMED = re.compile(
    rf"/v1/(?P<parent>{_ROOT}(?:/.+)?):(?P<verb>batchGet|run(?:Aggregation)?Query)"
)
_COLLECTION = re.compile(rf"/v1/(?P<parent>{_ROOT}(?:/[^/]+/[^/]+)*)/(?P<collection_id>[^/]+)")
_DATA = re.compile(rf"/v1/{_ROOT}(?:[/:].*)?")
_METHOD_OF_VERB = {
    "batchGet": "BatchGetDocuments",
    "runQuery": "RunQuery",
    "runAggregationQuery": "RunAggregationQuery",
    "GET": "ListDocuments",
    "POST": "CreateDocument",
}


class RestApi:
    def __init__(self, methods: Methods, admin_methods: Methods) -> None:
        self._methods = methods
        self._data = RestMethods("google.firestore.v1.Firestore", handlers=methods)
        self._admin = RestMethods(
            "google.firestore.admin.v1.FirestoreAdmin", handlers=admin_methods
        )

    def application(self) -> web.Application:
        application = web.Application(middlewares=[within_reach], client_max_size=BODY_BYTES_MAX)
        application.router.add_route("*", "/{path:.*}", self._answer)
        return application

    async def _answer(self, http_request: web.Request) -> web.Response:
        path, verb = http_request.rel_url.raw_path, http_request.method
        streamed = _STREAMED.fullmatch(path)
        if streamed is not None and verb == "POST":
            return await self._stream(streamed, http_request)
        collection = _COLLECTION.fullmatch(path)
        if collection is not None and verb in _METHOD_OF_VERB:
            return await self._of_collection(collection, http_request)
        serving = self._data if _DATA.fullmatch(path) else self._admin
        return await serving.handle(http_request)

    async def _stream(self, match: re.Match[str], http_request: web.Request) -> web.Response:
        handler = self._methods[_METHOD_OF_VERB[match["verb"]]]
        request = handler.request_deserializer(b"")
        try:
            _read(request, _object(await http_request.text()))
            _name(request, match)
            answers = [
                json_format.MessageToDict(answer)
                async for answer in handler.unary_stream(request, RestCall())
            ]
        except Aborted as aborted:
            refusal = aborted.response()
            return web.json_response(text=f"[{refusal.text}]", status=refusal.status)
        return web.json_response(answers)

    async def _of_collection(self, match: re.Match[str], http_request: web.Request) -> web.Response:
        handler = self._methods[_METHOD_OF_VERB[http_request.method]]
        request = handler.request_deserializer(b"")
        try:
            content = content_of_query(request.DESCRIPTOR, http_request.query)
            if http_request.method == "POST":
                content["document"] = _object(await http_request.text())
            _read(request, content)
            request.parent = unquote(match["parent"])
            request.collection_id = unquote(match["collection_id"])
            answer = await handler.unary_unary(request, RestCall())
        except Aborted as aborted:
            return aborted.response()
        return web.json_response(json_format.MessageToDict(answer))


def _object(body: str) -> dict[str, Any]:
    try:
        content = json.loads(body or "{}")
    except json.JSONDecodeError as error:
        raise unreadable(str(error)) from error
    if not isinstance(content, dict):
        raise unreadable("Root element must be a message.")
    return content


def _read(request: Request, content: dict[str, Any]) -> None:
    try:
        json_format.ParseDict(content, request)
    except json_format.ParseError as error:
        raise unreadable(str(error)) from error


def _name(request: Request, match: re.Match[str]) -> None:
    """What the path says about the request."""
    parent = unquote(match["parent"])
    if match["verb"] == "batchGet":
        request.database = parent.removesuffix("/documents")
    else:
        request.parent = parent
