"""How Google's JSON APIs say no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import grpc
from aiohttp import web
from google.protobuf import json_format
from google.rpc.error_details_pb2 import BadRequest
from google.rpc.status_pb2 import Status

from emulators.google_apis.refused import DETAILS_KEY, Refused

_HTTP_STATUS = {
    grpc.StatusCode.OK: 200,
    grpc.StatusCode.CANCELLED: 499,
    grpc.StatusCode.UNKNOWN: 500,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.FAILED_PRECONDITION: 400,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.OUT_OF_RANGE: 400,
    grpc.StatusCode.UNIMPLEMENTED: 501,
    grpc.StatusCode.INTERNAL: 500,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DATA_LOSS: 500,
    grpc.StatusCode.UNAUTHENTICATED: 401,
}
_UNKNOWN_FIELD = re.compile(r'has no field named "(?P<name>[^"]*)" at "\w+(\.(?P<path>[^"]*))?"')
_HUMP = re.compile("([A-Z])")


class Aborted(Exception):
    """A handler has ended the call, with the metadata that gRPC would send last."""

    def __init__(
        self, code: grpc.StatusCode, message: str, trailing_metadata: Iterable[tuple[str, Any]]
    ) -> None:
        super().__init__(message)
        self._code = code
        self._message = message
        self._packed = dict(trailing_metadata).get(DETAILS_KEY, b"")

    def response(self) -> web.Response:
        status = json_format.MessageToDict(Status.FromString(self._packed))
        return response(self._code, self._message, status.get("details", []))


def http_status(code: grpc.StatusCode) -> int:
    return _HTTP_STATUS[code]


def response(
    code: grpc.StatusCode, message: str, details: Iterable[dict[str, Any]] = ()
) -> web.Response:
    status = http_status(code)
    error: dict[str, Any] = {"code": status, "message": message, "status": code.name}
    if details:
        error["details"] = list(details)
    return web.json_response({"error": error}, status=status)


def of_refused(refused: Refused) -> web.Response:
    return Aborted(refused.code, refused.message, refused.trailing_metadata()).response()


def unreadable(complaint: str) -> Aborted:
    """The body does not have the form of the request; `complaint` may be protobuf's own."""
    unknown = _UNKNOWN_FIELD.search(complaint)
    if unknown is None:
        return _bad_request("", complaint)
    name, path = unknown["name"], _HUMP.sub(r"_\1", unknown["path"] or "").lower()
    place = f" at '{path}'" if path else ""
    return _bad_request(path, f'Unknown name "{name}"{place}: Cannot find field.')


def unbindable(name: str, part: str) -> Aborted:
    """A parameter of the query names no field that could be set from a query."""
    return _bad_request(
        "",
        f'Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{part}' could not be found in request message.",
    )


def _bad_request(field: str, complaint: str) -> Aborted:
    message = f"Invalid JSON payload received. {complaint}"
    violation = BadRequest.FieldViolation(field=field, description=message)
    refused = Refused(
        grpc.StatusCode.INVALID_ARGUMENT, message, BadRequest(field_violations=[violation])
    )
    return Aborted(refused.code, refused.message, refused.trailing_metadata())
