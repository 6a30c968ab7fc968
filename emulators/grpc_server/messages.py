"""Messages within a stream: each with a flag and its length in front of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping
from struct import Struct

import grpc

from emulators.grpc_server.status import Status

_HEAD = Struct(">BL")
_DECOMPRESS: Mapping[bytes, Callable[[bytes], bytes]] = {
    b"gzip": gzip.decompress,
    b"deflate": zlib.decompress,
}
ENCODINGS = b"identity, deflate, gzip"


class Unreadable(Exception):
    """What came is no message; the status says so to the client."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.status = Status(code, message)


class Messages:
    """Cuts the data of one stream into messages."""

    def __init__(self, encoding: bytes, bytes_max: int) -> None:
        """`encoding` is how the client compresses those that it does. `Unreadable`: none known."""
        if encoding not in (b"identity", *_DECOMPRESS):
            raise Unreadable(
                grpc.StatusCode.UNIMPLEMENTED, f"Compression {encoding.decode()} is not known."
            )
        self._decompress = _DECOMPRESS.get(encoding)
        self._bytes_max = bytes_max
        self._left = bytearray()

    def feed(self, received: bytes) -> Iterator[bytes]:
        whole: bytes | bytearray = received
        if self._left:
            self._left += received
            whole = self._left
        place, end = 0, len(whole)
        while end - place >= _HEAD.size:
            is_compressed, length = _HEAD.unpack_from(whole, place)
            self._check_size(length)
            start = place + _HEAD.size
            if start + length > end:
                break
            place = start + length
            message = bytes(memoryview(whole)[start:place])
            yield self._decompressed(message) if is_compressed else message
        if whole is self._left:
            del self._left[:place]
        else:
            self._left += received[place:]

    def _decompressed(self, message: bytes) -> bytes:
        if self._decompress is None:
            raise Unreadable(
                grpc.StatusCode.INTERNAL, "A message is compressed, and nobody said how."
            )
        try:
            content = self._decompress(message)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(
                grpc.StatusCode.INTERNAL, f"A message cannot be read: {error}"
            ) from None
        self._check_size(len(content))
        return content

    def _check_size(self, length: int) -> None:
        if length > self._bytes_max:
            raise Unreadable(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                f"Received message larger than max ({length} vs. {self._bytes_max})",
            )
