"""Calls by gRPC's own client."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from tests.emulators.grpc_server.served import channel, channel_to, path, serving
from tests.emulators.loop_thread import DEADLINE_SECONDS

MEGABYTE = 1 << 20


@pytest.mark.parametrize("size", [0, 1, 16_384, 70_000, 5 * MEGABYTE])
def test_a_message_of_any_size_goes_there_and_back(size: int) -> None:
    message = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    with channel() as opened:
        answer = opened.unary_unary(path("Echo"))(message)

    assert answer == message


def test_a_stream_of_more_messages_than_any_window_holds_arrives_in_order() -> None:
    with channel() as opened:
        answers = list(opened.unary_stream(path("Count"))(b"20000"))

    assert answers == [b"%d" % number for number in range(20_000)]


def test_both_sides_stream_more_than_any_window_holds() -> None:
    sent = [bytes([number]) * MEGABYTE for number in range(24)]

    with channel(message_bytes_max=2 * MEGABYTE) as opened:
        answers = list(opened.stream_stream(path("EchoAll"))(iter(sent)))

    assert answers == sent


def test_a_reader_who_takes_his_time_holds_the_stream_up_and_nobody_else() -> None:
    produced: list[int] = []

    async def produce(_: bytes, __: Any) -> AsyncIterator[bytes]:
        for number in range(400):
            produced.append(number)
            yield b"x" * 100_000

    handlers = {
        "Produce": grpc.unary_stream_rpc_method_handler(produce),
        "Echo": grpc.unary_unary_rpc_method_handler(_echo),
    }
    with channel(handlers) as opened:
        responses = opened.unary_stream(path("Produce"))(b"")
        next(responses)
        answer = opened.unary_unary(path("Echo"))(b"meanwhile", timeout=DEADLINE_SECONDS)
        produced_meanwhile = len(produced)
        rest = sum(1 for _ in responses)

    assert answer == b"meanwhile"
    assert produced_meanwhile < 400
    assert rest == 399


def test_an_error_comes_with_its_text_and_its_details() -> None:
    with channel() as opened, pytest.raises(grpc.RpcError) as raised:
        opened.unary_unary(path("Refuse"))(b"")

    assert raised.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert raised.value.details() == "Nein, 50 % zu früh."
    trailers = dict(raised.value.trailing_metadata())
    assert trailers == {"kvitto-detail-bin": b"\x00\xff", "kvitto-word": "no"}


def test_a_method_nobody_has_is_unimplemented() -> None:
    with channel() as opened, pytest.raises(grpc.RpcError) as raised:
        opened.unary_unary("/somebody.Else/Method")(b"")

    assert raised.value.code() is grpc.StatusCode.UNIMPLEMENTED


def test_a_handler_that_breaks_is_an_unknown_error_and_is_told_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(_: bytes, __: Any) -> bytes:
        raise ZeroDivisionError("a number")

    handlers = {"Broken": grpc.unary_unary_rpc_method_handler(broken)}
    with channel(handlers) as opened, pytest.raises(grpc.RpcError) as raised:
        opened.unary_unary(path("Broken"))(b"")

    assert raised.value.code() is grpc.StatusCode.UNKNOWN
    assert "a number" in raised.value.details()
    assert path("Broken") in caplog.text


def test_a_message_over_the_limit_is_refused_and_the_connection_lives_on() -> None:
    with channel(message_bytes_max=1000) as opened:
        call = opened.unary_unary(path("Echo"))
        with pytest.raises(grpc.RpcError) as raised:
            call(b"x" * 1001)
        answer = call(b"x" * 1000)

    assert raised.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert len(answer) == 1000


@pytest.mark.parametrize("compression", [grpc.Compression.Gzip, grpc.Compression.Deflate])
def test_a_compressed_request_is_read(compression: grpc.Compression) -> None:
    message = b"again and " * 10_000

    with serving() as (port, _), channel_to(port, compression=compression) as opened:
        answer = opened.unary_unary(path("Echo"))(message)

    assert answer == message


def test_what_is_small_when_compressed_is_still_over_the_limit() -> None:
    with (
        serving(message_bytes_max=50_000) as (port, _),
        channel_to(port, compression=grpc.Compression.Gzip) as opened,
        pytest.raises(grpc.RpcError) as raised,
    ):
        opened.unary_unary(path("Echo"))(b"x" * 60_000)

    assert raised.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_client_that_hangs_up_cancels_its_handler() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def wait(requests: AsyncIterator[bytes], _: Any) -> AsyncIterator[bytes]:
        try:
            async for request in requests:
                begun.set()
                yield request
        finally:
            ended.set()

    handlers = {"Wait": grpc.stream_stream_rpc_method_handler(wait)}
    hold = threading.Event()

    def requests() -> Iterator[bytes]:
        yield b"one"
        hold.wait(DEADLINE_SECONDS)

    with channel(handlers) as opened:
        responses = opened.stream_stream(path("Wait"))(requests())
        assert next(responses) == b"one"
        responses.cancel()
        assert ended.wait(DEADLINE_SECONDS)
        hold.set()

    assert begun.is_set()


def test_a_client_whose_time_is_up_cancels_its_handler() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def never(_: bytes, __: Any) -> bytes:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return b""

    handlers = {"Never": grpc.unary_unary_rpc_method_handler(never)}
    with channel(handlers) as opened:
        for seconds in (0.1, 1.0, DEADLINE_SECONDS):  # on a busy machine it may not even begin
            with pytest.raises(grpc.RpcError) as raised:
                opened.unary_unary(path("Never"))(b"", timeout=seconds)
            if begun.is_set():
                break
        assert ended.wait(DEADLINE_SECONDS)

    assert raised.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED


def test_a_server_that_stops_cuts_off_its_clients_and_ends_their_handlers() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def never(_: bytes, __: Any) -> bytes:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)  # putting things in order may take a turn or two
            ended.set()
        return b""

    handlers = {"Never": grpc.unary_unary_rpc_method_handler(never)}
    with serving(handlers) as (port, stop), channel_to(port) as opened:
        under_way = opened.unary_unary(path("Never")).future(b"")
        assert begun.wait(DEADLINE_SECONDS)
        stop()
        was_ended = ended.is_set()
        raised = under_way.exception(DEADLINE_SECONDS)

    assert was_ended
    assert raised.code() is grpc.StatusCode.UNAVAILABLE


def test_many_calls_share_one_connection() -> None:
    with channel() as opened, ThreadPoolExecutor(8) as pool:
        call = opened.unary_unary(path("Echo"))
        sent = [b"%d" % number * (number % 50) for number in range(2000)]

        answers = list(pool.map(call, sent))

    assert answers == sent


async def _echo(request: bytes, _: Any) -> bytes:
    return request
