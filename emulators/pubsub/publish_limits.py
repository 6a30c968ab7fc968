"""What a publish request may hold. Numbers from the quotas page of the Pub/Sub documentation."""

from __future__ import annotations

from typing import Any

from emulators.google_apis.refused import Refused, invalid

REQUEST_BYTES_MAX = 10_000_000
MESSAGES_MAX = 1000
ATTRIBUTES_MAX = 100
ATTRIBUTE_KEY_BYTES_MAX = 256
ATTRIBUTE_VALUE_BYTES_MAX = 1024
ORDERING_KEY_BYTES_MAX = 1024


def require_publishable(request: Any) -> None:
    """Refuse a `PublishRequest` that breaks a limit."""
    _require_between("message_count", len(request.messages), 1, MESSAGES_MAX)
    _require_between("request_size", request.ByteSize(), 1, REQUEST_BYTES_MAX)
    ordering_key = request.messages[0].ordering_key
    _require_between("ordering_key", len(ordering_key.encode()), 0, ORDERING_KEY_BYTES_MAX)
    for message in request.messages:
        attributes = message.attributes
        if message.ordering_key != ordering_key:
            raise _several_ordering_keys()
        if not attributes and not message.data:
            raise _empty()
        if attributes:
            _require_between("attribute_count", len(attributes), 0, ATTRIBUTES_MAX)
            for key, value in attributes.items():
                _require_attribute(key, value)


def _several_ordering_keys() -> Refused:
    return invalid(
        "In a single publish request, all messages must have no ordering key or they must "
        "all have the same ordering key."
    )


def _empty() -> Refused:
    return invalid(
        "One or more messages in the publish request is empty. Each message must contain "
        "either non-empty data, or at least one attribute."
    )


def _require_attribute(key: str, value: str) -> None:
    _require_between("attribute key length", len(key.encode()), 1, ATTRIBUTE_KEY_BYTES_MAX)
    _require_between("attribute value length", len(value.encode()), 0, ATTRIBUTE_VALUE_BYTES_MAX)
    if key.startswith("goog"):
        raise invalid(f"Attribute keys must not start with 'goog' (key={key}).")


def _require_between(what: str, value: int, least: int, most: int) -> None:
    if least <= value <= most:
        return
    if value > most:
        raise invalid(
            f"The value for {what} is too large. You passed {value} in the request, "
            f"but the maximum value is {most}."
        )
    raise invalid(
        f"The value for {what} is too small. You passed {value} in the request, "
        f"but the minimum value is {least}."
    )
