"""One call: the client's messages in, the handler's messages out, and how it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from typing import Any, NoReturn

import grpc

from emulators.grpc_server.messages import Messages, Unreadable
from emulators.grpc_server.outlet import Outlet
from emulators.grpc_server.status import OK, Metadata, Status

log = logging.getLogger(__name__)

_CANCELLED = Status(grpc.StatusCode.CANCELLED, "The call was cancelled.")
_EMPTY = Status(grpc.StatusCode.INTERNAL, "The request has no message.")
_CREDIT_BYTES = 1 << 20  # room is given back in steps of this

_Requests = asyncio.Queue[bytes | Unreadable | None]


class Aborted(Exception):
    def __init__(self, status: Status) -> None:
        super().__init__(status.message)
        self.status = status


class Context:
    """What a handler is given beside the request."""

    async def abort(
        self, code: grpc.StatusCode, details: str = "", trailing_metadata: Metadata = ()
    ) -> NoReturn:
        """End the call with an error."""
        raise Aborted(Status(code, details, trailing_metadata))


_CONTEXT = Context()


class Call:
    def __init__(
        self,
        method: str,
        handler: grpc.RpcMethodHandler,
        messages: Messages,
        outlet: Outlet,
        ended: Callable[[int], None],
    ) -> None:
        """`ended` is told the number of the stream."""
        self.task: asyncio.Task[None] | None = None
        self._method = method
        self._handler = handler
        self._messages = messages
        self._outlet = outlet
        self._ended = ended
        self._is_complete = False  # on the client's side
        self._uncredited = 0
        self._requests: _Requests | None = None
        if handler.request_streaming:
            self._requests = asyncio.Queue()
            self._start(self._incoming(self._requests))

    def take(self, data: bytes) -> None:
        self._uncredited += len(data)
        try:
            for message in self._messages.feed(data):
                if self._requests is not None:
                    self._requests.put_nowait(message)
                elif self.task is None:
                    self._start(message)
        except Unreadable as unreadable:
            if self._requests is not None:
                self._requests.put_nowait(unreadable)
            else:
                self._end(unreadable.status)

    def complete(self) -> None:
        """The client has said everything."""
        self._is_complete = True
        if self._requests is not None:
            self._requests.put_nowait(None)
        elif self.task is None:
            self._end(_EMPTY)

    def cancel(self) -> None:
        if self.task is None:
            self._end(_CANCELLED)
        elif not self.task.cancelling():  # or else it may be putting things in order by now
            self.task.cancel()

    def _start(self, request: Any) -> None:
        self.task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Any) -> None:
        self._end(await self._outcome(request))

    def _end(self, status: Status) -> None:
        self._ended(self._outlet.id)
        self._outlet.end(status, abrupt=not self._is_complete)

    async def _outcome(self, request: Any) -> Status:
        try:
            await self._respond(request)
        except (Aborted, Unreadable) as refusal:
            return refusal.status
        except asyncio.CancelledError:
            return _CANCELLED  # to nobody, if it was the client who cancelled
        except Exception as error:
            log.exception("%s failed", self._method)
            return Status(grpc.StatusCode.UNKNOWN, f"Unexpected {type(error)}: {error}")
        return OK

    async def _respond(self, request: Any) -> None:
        handler, parse = self._handler, self._handler.request_deserializer
        if not handler.request_streaming and parse is not None:
            request = parse(request)
        if not handler.response_streaming:
            self._send(await handler.unary_unary(request, _CONTEXT))
            return
        behaviour = handler.stream_stream if handler.request_streaming else handler.unary_stream
        responses = behaviour(request, _CONTEXT)
        if not hasattr(responses, "__aiter__"):  # a coroutine that only refuses
            await responses
            return
        async with aclosing(responses):
            async for response in responses:
                self._send(response)
                if self._outlet.is_full:
                    await self._outlet.room()

    def _send(self, response: Any) -> None:
        serialize = self._handler.response_serializer
        self._outlet.write(response if serialize is None else serialize(response))

    async def _incoming(self, requests: _Requests) -> AsyncIterator[Any]:
        parse = self._handler.request_deserializer
        while (message := await requests.get()) is not None:
            if isinstance(message, Unreadable):
                raise message
            if requests.empty() and self._uncredited > _CREDIT_BYTES:
                self._outlet.credit(self._uncredited)
                self._uncredited = 0
            yield message if parse is None else parse(message)
