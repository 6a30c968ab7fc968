"""Frames as other clients may send them, and as none may."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from emulators.grpc_server import frames as http2
from emulators.grpc_server.connection import PREFACE
from emulators.grpc_server.frames import Frame, Frames, frame, number_in, settings_frame
from emulators.grpc_server.hpack.decoder import Decoder
from emulators.grpc_server.hpack.encoder import encoded
from tests.emulators.grpc_server.served import path, serving
from tests.emulators.loop_thread import DEADLINE_SECONDS

MESSAGE = b"\x00\x00\x00\x00\x05hello"
GREETING = PREFACE + settings_frame(())


def headers(method: str = path("Echo"), **others: str) -> bytes:
    fields = {":method": "POST", ":path": method, "content-type": "application/grpc", **others}
    return encoded((name.encode(), value.encode()) for name, value in fields.items())


class Client:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._frames = Frames()

    def send(self, *parts: bytes) -> None:
        self._connection.sendall(b"".join(parts))

    def frames(self) -> Iterator[Frame]:
        """Until the server hangs up."""
        while True:
            try:
                received = self._connection.recv(65_536)
            except ConnectionResetError:
                return
            if not received:
                return
            yield from self._frames.feed(received)

    def until(self, kind: int, flags: int = 0) -> list[Frame]:
        found = []
        for one in self.frames():
            found.append(one)
            if one.kind == kind and one.flags & flags == flags:
                return found
        raise EOFError("the server has hung up")


@contextmanager
def client() -> Iterator[Client]:
    with (
        serving() as (port, _),
        socket.create_connection(("127.0.0.1", port), DEADLINE_SECONDS) as connection,
    ):
        yield Client(connection)


def answered(found: list[Frame]) -> tuple[bytes, dict[bytes, bytes]]:
    decoder = Decoder()
    fields: dict[bytes, bytes] = {}
    for one in found:
        if one.kind == http2.HEADERS:
            fields.update(decoder.fields(one.payload))
    return b"".join(one.payload for one in found if one.kind == http2.DATA), fields


def test_a_request_may_come_byte_by_byte() -> None:
    request = (
        GREETING
        + frame(http2.HEADERS, http2.END_HEADERS, 1, headers())
        + frame(http2.DATA, http2.END_STREAM, 1, MESSAGE)
    )
    with client() as one:
        for byte in request:
            one.send(bytes([byte]))
        data, fields = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert data == MESSAGE
    assert fields[b"grpc-status"] == b"0"


def test_headers_may_be_continued_and_everything_may_be_padded() -> None:
    block = headers()
    padded_priority = http2.PADDED | http2.PRIORITY
    with client() as one:
        one.send(
            GREETING,
            frame(http2.HEADERS, padded_priority, 1, b"\x02" + bytes(5) + block[:9] + bytes(2)),
            frame(http2.CONTINUATION, 0, 1, block[9:20]),
            frame(http2.CONTINUATION, http2.END_HEADERS, 1, block[20:]),
            frame(http2.DATA, http2.PADDED, 1, b"\x03" + MESSAGE[:7] + bytes(3)),
            frame(http2.DATA, 0, 1, MESSAGE[7:]),
            frame(http2.DATA, http2.END_STREAM, 1),
        )
        data, _ = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert data == MESSAGE


def test_a_ping_is_answered_with_its_own_bytes() -> None:
    with client() as one:
        one.send(GREETING, frame(http2.PING, 0, 0, b"12345678"))
        pong = one.until(http2.PING, http2.ACK)[-1]

    assert pong.payload == b"12345678"


def test_no_more_is_sent_than_the_client_has_room_for() -> None:
    ten_bytes = settings_frame([(http2.INITIAL_WINDOW_SIZE, 10)])
    with client() as one:
        one.send(
            PREFACE,
            ten_bytes,
            frame(http2.HEADERS, http2.END_HEADERS, 1, headers(path("Count"))),
            frame(http2.DATA, http2.END_STREAM, 1, b"\x00\x00\x00\x00\x0220"),
        )
        first = one.until(http2.DATA)[-1]
        one.send(http2.number_frame(http2.WINDOW_UPDATE, 1, 1000))
        rest, fields = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert len(first.payload) == 10
    assert len(rest) == sum(5 + len(str(number)) for number in range(20)) - 10
    assert fields[b"grpc-status"] == b"0"


def test_a_request_without_a_message_is_refused() -> None:
    flags = http2.END_HEADERS | http2.END_STREAM
    with client() as one:
        one.send(GREETING, frame(http2.HEADERS, flags, 1, headers()))
        _, fields = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert fields[b"grpc-status"] == b"13"


def test_a_compression_nobody_knows_is_refused_with_those_that_are_known() -> None:
    block = headers(**{"grpc-encoding": "snappy"})
    with client() as one:
        one.send(GREETING, frame(http2.HEADERS, http2.END_HEADERS, 1, block))
        _, fields = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert fields[b"grpc-status"] == b"12"
    assert fields[b"grpc-accept-encoding"] == b"identity, deflate, gzip"


def test_what_is_not_grpc_is_told_so() -> None:
    block = headers(**{"content-type": "text/plain"})
    with client() as one:
        one.send(GREETING, frame(http2.HEADERS, http2.END_HEADERS, 1, block))
        _, fields = answered(one.until(http2.HEADERS, http2.END_STREAM))

    assert fields == {b":status": b"415"}


VIOLATIONS = {
    "a frame amid a header block": frame(http2.HEADERS, 0, 1) + frame(http2.PING, 0, 0, bytes(8)),
    "the continuation of nothing": frame(http2.CONTINUATION, 0, 1),
    "a stream of the server's": frame(http2.HEADERS, http2.END_HEADERS, 2, headers()),
    "a block that cannot be read": frame(http2.HEADERS, http2.END_HEADERS, 1, b"\xbe"),
    "half a setting": frame(http2.SETTINGS, 0, 0, b"\x00"),
    "a window without a size": frame(http2.WINDOW_UPDATE, 0, 0),
    "more padding than frame": frame(http2.HEADERS, http2.PADDED, 1, b"\x09"),
    "a frame of two megabytes": b"\x20\x00\x00" + bytes(6),
}


@pytest.mark.parametrize("violation", VIOLATIONS.values(), ids=VIOLATIONS)
def test_whoever_breaks_the_rules_is_told_so_and_cut_off(violation: bytes) -> None:
    with client() as one:
        one.send(GREETING, violation)
        kinds = [each.kind for each in one.frames()]

    assert kinds[-1] == http2.GOAWAY


def test_a_client_of_another_protocol_is_cut_off() -> None:
    with client() as one:
        one.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        last = list(one.frames())[-1]

    assert last.kind == http2.GOAWAY
    assert number_in(last.payload[4:8]) == 1
