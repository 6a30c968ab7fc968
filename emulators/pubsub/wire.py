"""Messages as bytes: what goes to a consumer and what goes onto the shelf.

The frames around a message are written by hand, for it is copied a single time that way. Built
as protocol buffers, a pull of a thousand messages takes three times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.pubsub_v1 import types

from emulators.pubsub.message import Message, Unacked

_ReceivedMessage: Any = types.ReceivedMessage.pb()
# Tags, as the protocol buffers of the API number their fields.
_RECEIVED_MESSAGES = b"\x0a"
_ACK_ID = b"\x0a"
_MESSAGE = b"\x12"
_DELIVERY_ATTEMPT = b"\x18"
_MESSAGE_ID = b"\x1a\x10%d"  # every id has sixteen digits
_PUBLISH_TIME = b"\x22"
_SECONDS = b"\x08"
_NANOS = b"\x10"
_ONE_BYTE_MORE = 1 << 7
_TWO_BYTES_MORE = 1 << 14
# From there on it takes a byte more.


@dataclass(frozen=True, slots=True)
class Encoded:
    """A response that is bytes already."""

    content: bytes

    def SerializeToString(self) -> bytes:  # noqa: N802 - what gRPC's serializer calls
        return self.content


class Stamp:
    """Makes the messages of one publish request."""

    def __init__(self, published_at: datetime) -> None:
        self._published_at = published_at
        time = Timestamp()
        time.FromDatetime(published_at)
        # With its nanoseconds, even if they are none: a publisher may have set some.
        content = _SECONDS + _varint(time.seconds) + _NANOS + _varint(time.nanos)
        self._publish_time = _PUBLISH_TIME + _varint(len(content)) + content

    def message(self, draft: Any, message_id: int) -> Message:
        """Turn a publisher's `PubsubMessage` into a published one.

        The new fields are written behind the others. Should a publisher have set them, that
        does not matter: of a field that comes twice, every reader takes the last.
        """
        stamp = _MESSAGE_ID % message_id + self._publish_time
        encoded = _framed(draft.SerializeToString(), stamp)
        return Message(message_id, self._published_at, draft.ordering_key, encoded)


def received(message: Message, ack_id: str, delivery_attempt: int) -> bytes:
    """One entry of `received_messages`, in a pull's response as in a stream's."""
    name = ack_id.encode()
    body = _ACK_ID + _varint(len(name)) + name + _attempted(message, delivery_attempt)
    return _RECEIVED_MESSAGES + _varint(len(body)) + body


def pull_response(entries: Iterable[bytes]) -> Encoded:
    return Encoded(b"".join(entries))


def streaming_pull_response(entries: Iterable[bytes], rest: Any) -> Encoded:
    """`rest` is a `StreamingPullResponse` with everything but the messages."""
    return Encoded(b"".join((*entries, rest.SerializeToString())))


def unacked_to_bytes(unacked: Unacked) -> bytes:
    return _attempted(unacked.message, unacked.failures)


def unacked_from_bytes(stored: bytes) -> Unacked:
    received = _ReceivedMessage.FromString(stored)
    return Unacked(_message(received.message), failures=received.delivery_attempt)


def message_from_bytes(stored: bytes) -> Message:
    return _message(_ReceivedMessage.FromString(stored).message)


def _message(wire: Any) -> Message:
    published_at = wire.publish_time.ToDatetime(tzinfo=UTC)
    encoded = _framed(wire.SerializeToString())
    return Message(int(wire.message_id), published_at, wire.ordering_key, encoded)


def _framed(content: bytes, more: bytes = b"") -> bytes:
    """The field of a `ReceivedMessage` that holds this `PubsubMessage`."""
    return _MESSAGE + _varint(len(content) + len(more)) + content + more


def _attempted(message: Message, number: int) -> bytes:
    """Add the count of deliveries, or of failures."""
    return message.encoded + _DELIVERY_ATTEMPT + _varint(number) if number else message.encoded


def _varint(number: int) -> bytes:
    if number < _ONE_BYTE_MORE:
        return bytes((number,))
    if number < _TWO_BYTES_MORE:  # almost all there are
        return bytes((number & 0x7F | 0x80, number >> 7))
    return bytes((number & 0x7F | 0x80,)) + _varint(number >> 7)
