"""One client's connection: HTTP/2 frames in, calls made of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableSet
from typing import NamedTuple, cast

import grpc

from emulators.grpc_server import frames as http2
from emulators.grpc_server.call import Call
from emulators.grpc_server.frames import Frame, Frames, frame, number_frame, number_in
from emulators.grpc_server.hpack.decoder import Decoder
from emulators.grpc_server.hpack.encoder import encoded
from emulators.grpc_server.hpack.static_table import Field
from emulators.grpc_server.messages import Messages, Unreadable
from emulators.grpc_server.sender import WINDOW_BYTES, Sender
from emulators.grpc_server.status import Status
from emulators.grpc_server.violation import NO_ERROR, Violation

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
_WINDOW_BYTES_MAX = 2**31 - 1
_NO_GRPC = encoded(((b":status", b"415"),))
_UNKNOWN_METHOD = Status(grpc.StatusCode.UNIMPLEMENTED, "Method not found!")


class CallDetails(NamedTuple):
    """What `grpc`'s services find a handler by."""

    method: str  # /PACKAGE.SERVICE/METHOD


Find = Callable[[CallDetails], grpc.RpcMethodHandler | None]


class Connection(asyncio.Protocol):
    def __init__(
        self, find: Find, connections: MutableSet[Connection], message_bytes_max: int
    ) -> None:
        """It is among `connections` as long as it is open."""
        self.calls: dict[int, Call] = {}
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._find = find
        self._connections = connections
        self._message_bytes_max = message_bytes_max
        self._awaited_preface = PREFACE
        self._frames = Frames()
        self._decoder = Decoder()
        self._last_stream_id = 0
        self._headers: Frame | None = None  # without an end so far
        self._uncredited = 0
        self._obey = {
            http2.DATA: self._data,
            http2.HEADERS: self._first_headers,
            http2.CONTINUATION: self._more_headers,
            http2.RST_STREAM: self._reset,
            http2.SETTINGS: self._settings,
            http2.PING: self._ping,
            http2.WINDOW_UPDATE: self._window_update,
        }

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._sender = Sender(self._transport)
        self._connections.add(self)
        settings = (
            # Room for a message that nobody has read yet, and for the one behind it.
            (http2.INITIAL_WINDOW_SIZE, 2 * self._message_bytes_max),
            (http2.MAX_FRAME_SIZE, http2.FRAME_BYTES_MAX),
        )
        self._sender.frame(http2.settings_frame(settings))
        self._sender.frame(number_frame(http2.WINDOW_UPDATE, 0, _WINDOW_BYTES_MAX - WINDOW_BYTES))

    def connection_lost(self, _: Exception | None) -> None:
        self._connections.discard(self)
        self._sender.is_paused = True
        for call in tuple(self.calls.values()):
            call.cancel()
        self.lost.set_result(None)

    def pause_writing(self) -> None:
        self._sender.is_paused = True

    def resume_writing(self) -> None:
        self._sender.is_paused = False
        self._sender.flush()

    def close(self, code: int = NO_ERROR, why: str = "The server stops.") -> None:
        """Cut off the client. What is under way is cancelled when the connection is lost."""
        self._sender.frame(http2.goaway_frame(self._last_stream_id, code, why))
        self._sender.flush()
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        try:
            for one in self._frames.feed(self._after_preface(data)):
                self._take(one)
        except Violation as violation:
            self.close(violation.code, str(violation))

    def _after_preface(self, data: bytes) -> bytes:
        expected = self._awaited_preface
        if not expected:
            return data
        if data[: len(expected)] != expected[: len(data)]:
            raise Violation("no HTTP/2 client")
        self._awaited_preface = expected[len(data) :]
        return data[len(expected) :]

    def _take(self, one: Frame) -> None:
        if self._headers is not None and one.kind != http2.CONTINUATION:
            raise Violation("a frame amid a header block")
        obey = self._obey.get(one.kind)
        if obey is not None:  # the others mean nothing here, and may be sent
            obey(one)

    def _data(self, one: Frame) -> None:
        self._uncredited += len(one.payload)
        if self._uncredited > _WINDOW_BYTES_MAX // 2:
            self._sender.frame(number_frame(http2.WINDOW_UPDATE, 0, self._uncredited))
            self._uncredited = 0
        call = self.calls.get(one.stream_id)
        if call is None:
            return  # it had ended before the client knew
        call.take(http2.content(one))
        self._complete(one)

    def _first_headers(self, one: Frame) -> None:
        self._headers = one._replace(payload=http2.content(one))
        if one.flags & http2.END_HEADERS:
            self._whole_headers(self._headers)

    def _more_headers(self, one: Frame) -> None:
        begun = self._headers
        if begun is None or begun.stream_id != one.stream_id:
            raise Violation("the continuation of nothing")
        block = begun.payload + one.payload
        if len(block) > http2.FRAME_BYTES_MAX:
            raise Violation("headers without end")
        self._headers = begun._replace(payload=block)
        if one.flags & http2.END_HEADERS:
            self._whole_headers(self._headers)

    def _whole_headers(self, one: Frame) -> None:
        self._headers = None
        fields = self._decoder.fields(one.payload)  # always: its table must see every block
        if not one.stream_id % 2:
            raise Violation("a call on a stream that is not the client's to open")
        if one.stream_id > self._last_stream_id:
            self._last_stream_id = one.stream_id
            self._open(one.stream_id, fields)
        self._complete(one)

    def _open(self, stream_id: int, fields: list[Field]) -> None:
        named = dict(fields)
        outlet = self._sender.open(stream_id)
        if not named.get(b"content-type", b"").startswith(b"application/grpc"):
            outlet.end_with(_NO_GRPC, abrupt=True)
            return
        method = named.get(b":path", b"").decode("latin-1")
        handler = self._find(CallDetails(method))
        if handler is None:
            outlet.end(_UNKNOWN_METHOD, abrupt=True)
            return
        encoding = named.get(b"grpc-encoding", b"identity")
        try:
            messages = Messages(encoding, self._message_bytes_max)
        except Unreadable as unreadable:
            outlet.end(unreadable.status, abrupt=True)
        else:
            self.calls[stream_id] = Call(method, handler, messages, outlet, self._ended)

    def _ended(self, stream_id: int) -> None:
        self.calls.pop(stream_id, None)

    def _complete(self, one: Frame) -> None:
        call = self.calls.get(one.stream_id)
        if call is not None and one.flags & http2.END_STREAM:
            call.complete()

    def _reset(self, one: Frame) -> None:
        self._sender.close(one.stream_id)
        call = self.calls.get(one.stream_id)
        if call is not None:
            call.cancel()

    def _settings(self, one: Frame) -> None:
        if one.flags & http2.ACK:
            return
        for setting, value in http2.settings_in(one.payload):
            self._sender.obey(setting, value)
        self._sender.frame(frame(http2.SETTINGS, http2.ACK, 0))

    def _ping(self, one: Frame) -> None:
        if not one.flags & http2.ACK:
            self._sender.frame(frame(http2.PING, http2.ACK, 0, one.payload))

    def _window_update(self, one: Frame) -> None:
        self._sender.widen(one.stream_id, number_in(one.payload))
