"""What goes to one client: frames as soon as there is room, several in one write."""

from __future__ import annotations

import asyncio

from emulators.grpc_server.frames import (
    HEAD_BYTES,
    INITIAL_WINDOW_SIZE,
    MAX_FRAME_SIZE,
    PEER_FRAME_BYTES_MAX,
)
from emulators.grpc_server.outlet import Outlet

WINDOW_BYTES = 65_535  # where every window begins: RFC 9113, section 6.9.2


class Sender:
    def __init__(self, transport: asyncio.WriteTransport) -> None:
        self.is_paused = False
        """Whether the client takes nothing at the moment."""
        self._transport = transport
        self._window = WINDOW_BYTES
        self._initial_window = WINDOW_BYTES
        self._frame_bytes_max = PEER_FRAME_BYTES_MAX
        self._outlets: dict[int, Outlet] = {}
        self._eager: dict[Outlet, None] = {}  # in the order in which they came
        self._frames: list[bytes] = []
        self._flush_is_due = False

    def open(self, stream_id: int) -> Outlet:
        outlet = self._outlets[stream_id] = Outlet(self, stream_id, self._initial_window)
        return outlet

    def close(self, stream_id: int) -> None:
        """Send nothing more on a stream."""
        outlet = self._outlets.pop(stream_id, None)
        if outlet is not None:
            self._eager.pop(outlet, None)

    def frame(self, frame: bytes) -> None:
        self._frames.append(frame)
        self._flush_soon()

    def wake(self, outlet: Outlet) -> None:
        if outlet.id in self._outlets:
            self._eager[outlet] = None
            self._flush_soon()

    def widen(self, stream_id: int, size: int) -> None:
        """The client takes that many bytes more. Stream 0 is the connection."""
        if stream_id == 0:
            self._window += size
        elif stream_id in self._outlets:
            self._outlets[stream_id].window += size
        self._flush_soon()

    def obey(self, setting: int, value: int) -> None:
        if setting == INITIAL_WINDOW_SIZE:
            for outlet in self._outlets.values():
                outlet.window += value - self._initial_window
            self._initial_window = value
            self._flush_soon()
        elif setting == MAX_FRAME_SIZE:
            self._frame_bytes_max = value

    def flush(self) -> None:
        self._flush_is_due = False
        if self.is_paused:
            return
        for outlet in tuple(self._eager):
            self._pour(outlet)
        if self._frames:
            # One write is one call of the system, which costs more than all that is joined.
            self._transport.write(b"".join(self._frames))
            self._frames.clear()

    def _flush_soon(self) -> None:
        """Whatever else is ready by then goes along."""
        if not self._flush_is_due:
            self._flush_is_due = True
            asyncio.get_running_loop().call_soon(self.flush)

    def _pour(self, outlet: Outlet) -> None:
        while data := outlet.pour(min(self._window, self._frame_bytes_max)):
            self._window -= len(data) - HEAD_BYTES
            self._frames.append(data)
        if outlet.is_empty:  # or else it waits for a window to widen
            del self._eager[outlet]
            if outlet.ending:
                self._frames.append(outlet.ending)
                del self._outlets[outlet.id]
