"""Codes of faults, by gRPC's names or as HTTP statuses."""

from __future__ import annotations

from http import HTTPStatus

import grpc

from emulators.google_apis import rest_errors

_BY_NAME = {code.name: code for code in grpc.StatusCode if code is not grpc.StatusCode.OK}
_GRPC = {
    400: grpc.StatusCode.INVALID_ARGUMENT,
    401: grpc.StatusCode.UNAUTHENTICATED,
    403: grpc.StatusCode.PERMISSION_DENIED,
    404: grpc.StatusCode.NOT_FOUND,
    409: grpc.StatusCode.ABORTED,
    429: grpc.StatusCode.RESOURCE_EXHAUSTED,
    499: grpc.StatusCode.CANCELLED,
    500: grpc.StatusCode.INTERNAL,
    501: grpc.StatusCode.UNIMPLEMENTED,
    503: grpc.StatusCode.UNAVAILABLE,
    504: grpc.StatusCode.DEADLINE_EXCEEDED,
}
_HTTP_MAX = 599


def is_code(code: str | int) -> bool:
    if isinstance(code, int):
        return HTTPStatus.BAD_REQUEST <= code <= _HTTP_MAX
    return code in _BY_NAME


def http_status(code: str | int) -> int:
    return code if isinstance(code, int) else rest_errors.http_status(_BY_NAME[code])


def grpc_status(code: str | int) -> grpc.StatusCode:
    return _GRPC.get(code, grpc.StatusCode.UNKNOWN) if isinstance(code, int) else _BY_NAME[code]
