"""Schemas in Protocol Buffers, as the text of a file or compiled by the caller."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf import descriptor_pool, json_format, message_factory, unknown_fields
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorSet
from google.protobuf.message import DecodeError, Message

from emulators.pubsub.schemas.definition import JSON, Definition, Field, Unfit
from emulators.pubsub.schemas.proto_file import FILE_NAME, file_descriptor


class ProtobufDefinition:
    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor
        self._message: type[Message] = message_factory.GetMessageClass(descriptor)

    def decode(self, data: bytes, encoding: int) -> Any:
        message = self._from_json(data) if encoding == JSON else self._from_bytes(data)
        return json_format.MessageToDict(
            message,
            preserving_proto_field_name=True,
            use_integers_for_enums=True,
            always_print_fields_with_no_presence=True,
        )

    def row(self, value: Any) -> dict[str, Any]:
        return dict(value)

    def fields(self) -> list[Field]:
        return [
            Field(field.name, _kind(field), repeated=field.is_repeated)
            for field in self.descriptor.fields
        ]

    def require_compatible_with(self, earlier: Definition) -> None:
        if not isinstance(earlier, ProtobufDefinition):
            raise Unfit("the type of a schema does not change")
        _require_compatible(self.descriptor, earlier.descriptor)

    def _from_json(self, data: bytes) -> Message:
        try:
            return json_format.Parse(data, self._message())
        except (json_format.ParseError, UnicodeDecodeError) as error:
            raise Unfit(str(error)) from error

    def _from_bytes(self, data: bytes) -> Message:
        try:
            message = self._message.FromString(data)
        except DecodeError as error:
            raise Unfit(f"Could not parse binary message: {error}") from error
        if any(unknown_fields.UnknownFieldSet(part) for part in _parts(message)):
            raise Unfit("Message holds fields that the schema does not have.")
        return message


def of_text(text: str) -> ProtobufDefinition:
    file = file_descriptor(text)
    pool = descriptor_pool.DescriptorPool()
    try:
        pool.AddSerializedFile(file.SerializeToString())
    except TypeError as error:
        raise Unfit(str(error)) from error
    root = file.message_type[0].name
    return ProtobufDefinition(pool.FindFileByName(FILE_NAME).message_types_by_name[root])


def of_compiled(compiled: Any) -> ProtobufDefinition:
    """Read a `CompiledProtoSchema`: a set of files and the name of its root message."""
    pool = descriptor_pool.DescriptorPool()
    try:
        for file in FileDescriptorSet.FromString(compiled.compiled_bytes).file:
            pool.AddSerializedFile(file.SerializeToString())
        return ProtobufDefinition(pool.FindMessageTypeByName(compiled.root_message))
    except (DecodeError, TypeError) as error:
        raise Unfit(f"the compiled schema cannot be read: {error}") from error
    except KeyError as error:
        raise Unfit(f"the compiled schema has no message {compiled.root_message}") from error


def _parts(message: Message) -> Iterator[Message]:
    """Yield a message and everything in it."""
    yield message
    for field, value in message.ListFields():
        if field.type != FieldDescriptor.TYPE_MESSAGE:
            continue
        if _is_map(field):
            inner = [part for part in value.values() if isinstance(part, Message)]
        else:
            inner = list(value) if field.is_repeated else [value]
        for part in inner:
            yield from _parts(part)


def _require_compatible(ours: Descriptor, theirs: Descriptor) -> None:
    """Fields keep their type, and only optional ones come and go."""
    mine, other = ours.fields_by_number, theirs.fields_by_number
    for number in sorted(set(mine) & set(other)):
        now, then = mine[number], other[number]
        if _type(now) != _type(then):
            raise Unfit(
                f"{now.name} of type {_type(now)} is not compatible with {then.name} of type "
                f"{_type(then)}"
            )
        if now.message_type and then.message_type and not _is_map(now):
            _require_compatible(now.message_type, then.message_type)
    for number in sorted(set(mine) ^ set(other)):
        field = mine.get(number) or other[number]
        if not field.has_presence or field.is_required:
            raise Unfit(f"{field.name} is not optional, so it is neither added nor removed")


def _is_map(field: FieldDescriptor) -> bool:
    return field.message_type is not None and bool(field.message_type.GetOptions().map_entry)


def _type(field: FieldDescriptor) -> str:
    return f"repeated {_kind(field)}" if field.is_repeated else _kind(field)


def _kind(field: FieldDescriptor) -> str:
    return FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()  # type: ignore[arg-type]
