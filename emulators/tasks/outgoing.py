"""One HTTP request to a handler, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from grpc import StatusCode

_STATUS_OF_HTTP = MappingProxyType(
    {
        400: StatusCode.INVALID_ARGUMENT,
        401: StatusCode.UNAUTHENTICATED,
        403: StatusCode.PERMISSION_DENIED,
        404: StatusCode.NOT_FOUND,
        409: StatusCode.ALREADY_EXISTS,
        429: StatusCode.RESOURCE_EXHAUSTED,
        499: StatusCode.CANCELLED,
        500: StatusCode.INTERNAL,
        501: StatusCode.UNIMPLEMENTED,
        503: StatusCode.UNAVAILABLE,
        504: StatusCode.DEADLINE_EXCEEDED,
    }
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    deadline: timedelta


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is 504 when the deadline passed and 503 when nobody could be reached."""

    status: int
    is_from_handler: bool = True
    retry_after: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return 200 <= self.status <= 299  # noqa: PLR2004 - the class of HTTP status that means success

    @property
    def code(self) -> StatusCode:
        """The status as Google's APIs report it."""
        return (
            StatusCode.OK
            if self.is_success
            else _STATUS_OF_HTTP.get(self.status, StatusCode.UNKNOWN)
        )
