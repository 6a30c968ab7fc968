"""Header blocks: the examples of RFC 7541, appendix C."""

from __future__ import annotations

import pytest

from emulators.grpc_server.hpack.decoder import Decoder
from emulators.grpc_server.hpack.encoder import STATUS_200, encoded
from emulators.grpc_server.violation import Violation

PLAIN_REQUESTS = (
    "828684410f7777772e6578616d706c652e636f6d",
    "828684be58086e6f2d6361636865",
    "828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565",
)
HUFFMAN_REQUESTS = (
    "828684418cf1e3c2e5f23a6ba0ab90f4ff",
    "828684be5886a8eb10649cbf",
    "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
)
REQUESTS = [
    {
        b":method": b"GET",
        b":scheme": b"http",
        b":path": b"/",
        b":authority": b"www.example.com",
    },
    {
        b":method": b"GET",
        b":scheme": b"http",
        b":path": b"/",
        b":authority": b"www.example.com",
        b"cache-control": b"no-cache",
    },
    {
        b":method": b"GET",
        b":scheme": b"https",
        b":path": b"/index.html",
        b":authority": b"www.example.com",
        b"custom-key": b"custom-value",
    },
]
A_TABLE_OF_256_BYTES = "3fe101"
FIRST_RESPONSE = (
    "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff"
    "6e919d29ad171863c78f0b97c8e9ae82ae43d3"
)
LAST_RESPONSE = (
    "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdf"
    "cd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007"
)
RESPONSES_THAT_FORGET = (A_TABLE_OF_256_BYTES + FIRST_RESPONSE, "4883640effc1c0bf", LAST_RESPONSE)


@pytest.mark.parametrize("blocks", [PLAIN_REQUESTS, HUFFMAN_REQUESTS], ids=["plain", "huffman"])
def test_what_one_request_has_said_the_next_refers_to(blocks: tuple[str, ...]) -> None:
    decoder = Decoder()

    decoded = [dict(decoder.fields(bytes.fromhex(block))) for block in blocks]

    assert decoded == REQUESTS


def test_a_full_table_forgets_what_is_oldest() -> None:
    decoder = Decoder()

    last = [dict(decoder.fields(bytes.fromhex(block))) for block in RESPONSES_THAT_FORGET][-1]

    assert last == {
        b":status": b"200",
        b"cache-control": b"private",
        b"date": b"Mon, 21 Oct 2013 20:13:22 GMT",
        b"location": b"https://www.example.com",
        b"content-encoding": b"gzip",
        b"set-cookie": b"foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    }


@pytest.mark.parametrize("length", [0, 126, 127, 128, 254, 255, 300, 20_000])
def test_what_is_encoded_is_decoded_again(length: int) -> None:
    fields = [(b"grpc-message", b"x" * length), (b"n" * length, b"")]

    decoded = Decoder().fields(STATUS_200 + encoded(fields))

    assert decoded == [(b":status", b"200"), *fields]


@pytest.mark.parametrize(
    ("block", "why"),
    [
        ("be", "a field of an empty table"),
        ("80", "the field at 0"),
        ("00", "no name"),
        ("000561", "a name that is cut off"),
        ("ffffffffffffff7f", "a number without end"),
        ("3fffff7f", "a table that is too large"),
        ("0081ff0161", "a code that is nothing but padding"),
    ],
)
def test_a_block_that_is_none_is_a_violation(block: str, why: str) -> None:
    with pytest.raises(Violation):
        Decoder().fields(bytes.fromhex(block))

    assert why
