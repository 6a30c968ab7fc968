"""What Pub/Sub says no with, and how that reaches a gRPC client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, NoReturn, Protocol

import grpc
from google.rpc.error_details_pb2 import ErrorInfo

from emulators.google_apis import refused
from emulators.google_apis.refused import Refused, failed_precondition

DOMAIN = "pubsub.googleapis.com"


class Response(Protocol):
    """What gRPC sends: a protocol buffer, or its bytes."""

    def SerializeToString(self) -> bytes: ...  # noqa: N802 - protobuf's own name


def error_info(reason: str, metadata: Mapping[str, str]) -> ErrorInfo:
    """Return a detail of an error that programs read."""
    return ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata)


def not_found(name: str) -> Refused:
    return refused.not_found(f"Resource not found (resource={_short(name)}).")


def already_exists(name: str) -> Refused:
    return refused.already_exists(
        f"Resource already exists in the project (resource={_short(name)})."
    )


def unimplemented(feature: str) -> Refused:
    return refused.unimplemented(f"{feature} is not part of this emulator.")


def detached(name: str) -> Refused:
    return failed_precondition(f"Subscription has been detached (subscription={_short(name)}).")


class Call(Protocol):
    """The part of gRPC's servicer context that ends a call with an error."""

    async def abort(
        self,
        code: grpc.StatusCode,
        details: str,
        trailing_metadata: tuple[tuple[str, bytes], ...] = (),
    ) -> NoReturn: ...


def answering(
    answer: Callable[[Any], Response],
) -> Callable[[Any, Call], Awaitable[Response]]:
    """Make a gRPC handler of a plain function that may raise `Refused`."""

    async def handle(request: Any, call: Call) -> Response:
        try:
            return answer(request)
        except Refused as refusal:
            await _abort(call, refusal)

    return handle


def waiting(
    answer: Callable[[Any], Awaitable[Response]],
) -> Callable[[Any, Call], Awaitable[Response]]:
    """Make a gRPC handler of a coroutine function that may raise `Refused`."""

    async def handle(request: Any, call: Call) -> Response:
        try:
            return await answer(request)
        except Refused as refusal:
            await _abort(call, refusal)

    return handle


def streaming(
    answers: Callable[[AsyncIterator[Any]], AsyncIterator[Response]],
) -> Callable[[AsyncIterator[Any], Call], AsyncIterator[Response]]:
    """Make a gRPC stream handler of an async generator that may raise `Refused`."""

    async def handle(requests: AsyncIterator[Any], call: Call) -> AsyncIterator[Response]:
        try:
            async for response in answers(requests):
                yield response
        except Refused as refusal:
            await _abort(call, refusal)

    return handle


async def _abort(call: Call, refusal: Refused) -> NoReturn:
    await call.abort(refusal.code, refusal.message, refusal.trailing_metadata())


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]
