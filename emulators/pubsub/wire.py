"""Messages as the API's protocol buffers."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from google.pubsub_v1 import types

from emulators.pubsub.message import Draft, Message, Unacked

_PubsubMessage: Any = types.PubsubMessage.pb()
_ReceivedMessage: Any = types.ReceivedMessage.pb()


def draft_from(wire: Any) -> Draft:
    return Draft(data=wire.data, attributes=dict(wire.attributes), ordering_key=wire.ordering_key)


def pubsub_message(message: Message) -> Any:
    published_at = Timestamp()
    published_at.FromDatetime(message.published_at)
    return _PubsubMessage(
        data=message.data,
        attributes=message.attributes,
        message_id=str(message.message_id),
        publish_time=published_at,
        ordering_key=message.ordering_key,
    )


def received_message(message: Message, *, ack_id: str, delivery_attempt: int) -> Any:
    return _ReceivedMessage(
        ack_id=ack_id, message=pubsub_message(message), delivery_attempt=delivery_attempt
    )


def unacked_to_bytes(unacked: Unacked) -> bytes:
    wire = received_message(unacked.message, ack_id="", delivery_attempt=unacked.failures)
    stored: bytes = wire.SerializeToString()
    return stored


def unacked_from_bytes(stored: bytes) -> Unacked:
    wire = _ReceivedMessage.FromString(stored)
    published_at = wire.message.publish_time.ToDatetime(tzinfo=UTC)
    message = draft_from(wire.message).published(int(wire.message.message_id), published_at)
    return Unacked(message, failures=wire.delivery_attempt)
