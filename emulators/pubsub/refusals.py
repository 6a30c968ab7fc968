"""What the service says no with, and how that reaches a gRPC client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

import grpc
from google.protobuf.message import Message


class Refused(Exception):
    """A request that cannot be served; the code and the text go to the caller as they are."""

    def __init__(self, code: grpc.StatusCode, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def invalid(text: str) -> Refused:
    return Refused(grpc.StatusCode.INVALID_ARGUMENT, text)


def not_found(name: str) -> Refused:
    return Refused(grpc.StatusCode.NOT_FOUND, f"Resource not found (resource={_short(name)}).")


def already_exists(name: str) -> Refused:
    return Refused(
        grpc.StatusCode.ALREADY_EXISTS,
        f"Resource already exists in the project (resource={_short(name)}).",
    )


def unimplemented(feature: str) -> Refused:
    return Refused(grpc.StatusCode.UNIMPLEMENTED, f"{feature} is not part of this emulator.")


def detached(name: str) -> Refused:
    return Refused(
        grpc.StatusCode.FAILED_PRECONDITION,
        f"Subscription has been detached (subscription={_short(name)}).",
    )


class Call(Protocol):
    """The part of gRPC's servicer context that ends a call with an error."""

    async def abort(self, code: grpc.StatusCode, details: str) -> None: ...


def answering(
    answer: Callable[[Any], Message],
) -> Callable[[Any, Call], Awaitable[Message]]:
    """Make a gRPC handler of a plain function that may raise `Refused`."""

    async def handle(request: Any, call: Call) -> Message:
        try:
            return answer(request)
        except Refused as refused:
            await call.abort(refused.code, refused.text)
            raise

    return handle


def waiting(
    answer: Callable[[Any], Awaitable[Message]],
) -> Callable[[Any, Call], Awaitable[Message]]:
    """Make a gRPC handler of a coroutine function that may raise `Refused`."""

    async def handle(request: Any, call: Call) -> Message:
        try:
            return await answer(request)
        except Refused as refused:
            await call.abort(refused.code, refused.text)
            raise

    return handle


def streaming(
    answers: Callable[[AsyncIterator[Any]], AsyncIterator[Message]],
) -> Callable[[AsyncIterator[Any], Call], AsyncIterator[Message]]:
    """Make a gRPC stream handler of an async generator that may raise `Refused`."""

    async def handle(requests: AsyncIterator[Any], call: Call) -> AsyncIterator[Message]:
        try:
            async for response in answers(requests):
                yield response
        except Refused as refused:
            await call.abort(refused.code, refused.text)

    return handle


def _short(name: str) -> str:
    return name.rsplit("/", 1)[-1]
