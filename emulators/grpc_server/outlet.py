"""One call's way to the client: messages, then a status."""

from __future__ import annotations

import asyncio
from struct import Struct
from typing import Protocol

from emulators.grpc_server.frames import (
    DATA,
    END_STREAM,
    PEER_FRAME_BYTES_MAX,
    RST_STREAM,
    WINDOW_UPDATE,
    frame,
    header_frames,
    number_frame,
)
from emulators.grpc_server.hpack.encoder import STATUS_200, encoded
from emulators.grpc_server.messages import ENCODINGS
from emulators.grpc_server.status import Status
from emulators.grpc_server.violation import NO_ERROR

_HEADERS = STATUS_200 + encoded(
    ((b"content-type", b"application/grpc"), (b"grpc-accept-encoding", ENCODINGS))
)
_MESSAGE_HEAD = Struct(">BL")


class Sender(Protocol):
    """The connection's way to the client."""

    def frame(self, frame: bytes) -> None:
        """Send a frame that no window holds back."""
        ...

    def wake(self, outlet: Outlet) -> None:
        """Send what an outlet has, soon."""
        ...

    def flush(self) -> None:
        """Send at once."""
        ...


class Outlet:
    def __init__(self, sender: Sender, stream_id: int, window: int) -> None:
        self.id = stream_id
        self.window = window
        self.ending = b""
        """The frames that end the call, once that is known."""
        self._sender = sender
        self._has_begun = False
        self._unsent = bytearray()
        self._emptied: asyncio.Future[None] | None = None

    def write(self, message: bytes) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._sender.frame(header_frames(self.id, 0, _HEADERS))
        # Small messages share a frame, which spares the client as much as it spares us.
        self._unsent += _MESSAGE_HEAD.pack(0, len(message))
        self._unsent += message
        self._sender.wake(self)

    def end(self, status: Status, *, abrupt: bool) -> None:
        """`abrupt`: the client may not have said everything yet."""
        trailers = status.trailers()
        self.end_with(trailers if self._has_begun else _HEADERS + trailers, abrupt=abrupt)

    def end_with(self, headers: bytes, *, abrupt: bool) -> None:
        """`headers` is a header block."""
        self.ending = header_frames(self.id, END_STREAM, headers)
        if abrupt:
            self.ending += number_frame(RST_STREAM, self.id, NO_ERROR)
        self._sender.wake(self)
        self._sender.flush()

    def credit(self, size: int) -> None:
        """Let the client send that many bytes more."""
        self._sender.frame(number_frame(WINDOW_UPDATE, self.id, size))

    @property
    def is_empty(self) -> bool:
        return not self._unsent

    @property
    def is_full(self) -> bool:
        return len(self._unsent) >= PEER_FRAME_BYTES_MAX

    async def room(self) -> None:
        """Send, and wait until it has gone. Others get their turn in any case."""
        self._sender.flush()
        if not self._unsent:
            await asyncio.sleep(0)
            return
        self._emptied = asyncio.get_running_loop().create_future()
        await self._emptied

    def pour(self, room: int) -> bytes:
        """Take out a frame of data of up to `room` bytes; nothing if there is none."""
        room = min(room, self.window)
        if not self._unsent or room <= 0:
            return b""
        part = bytes(memoryview(self._unsent)[:room])
        del self._unsent[:room]
        self.window -= len(part)
        if not self._unsent and self._emptied is not None and not self._emptied.done():
            self._emptied.set_result(None)
        return frame(DATA, 0, self.id, part)
