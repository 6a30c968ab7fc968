"""The fields of a request message that a URL's query names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from multidict import MultiMapping

from emulators.google_apis import rest_errors

_OF_THE_SYSTEM = frozenset(
    {
        *("access_token", "alt", "callback", "fields", "key", "oauth_token", "prettyPrint"),
        *("quotaUser", "uploadType", "upload_protocol"),
    }
)
_MESSAGES_WRITTEN_AS_TEXT = frozenset(
    {"google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask"}
)
_TRUTH: Mapping[str, bool] = {"true": True, "false": False}


def content_of_query(descriptor: Descriptor, query: MultiMapping[str]) -> dict[str, Any]:
    """Return the query as the JSON object it stands for; `a.b=1` is `{"a": {"b": 1}}`."""
    content: dict[str, Any] = {}
    for name in dict.fromkeys(query):
        if name in _OF_THE_SYSTEM or name.startswith("$"):
            continue
        fields = _fields(descriptor, name)
        target = content
        for field in fields[:-1]:
            target = target.setdefault(field.name, {})
        target[fields[-1].name] = _value(fields[-1], query.getall(name))
    return content


def _fields(descriptor: Descriptor, name: str) -> list[FieldDescriptor]:
    """Return the way from the message down to the field; names may be in camel case."""
    fields: list[FieldDescriptor] = []
    message: Descriptor | None = descriptor
    for part in name.split("."):
        field = _field(message, part) if message is not None else None
        if field is None:
            raise rest_errors.unbindable(name, part)
        fields.append(field)
        message = field.message_type
    if message is not None and message.full_name not in _MESSAGES_WRITTEN_AS_TEXT:
        raise rest_errors.unbindable(name, name)
    return fields


def _field(message: Descriptor, part: str) -> FieldDescriptor | None:
    return message.fields_by_name.get(part) or message.fields_by_camelcase_name.get(part)


def _value(field: FieldDescriptor, values: list[str]) -> Any:
    read = [
        _TRUTH.get(value, value) if field.type == FieldDescriptor.TYPE_BOOL else value
        for value in values
    ]
    return read if field.is_repeated else read[-1]
