"""The text of a .proto file as the descriptor that Google's runtime works with."""

from __future__ import annotations

from typing import Any

from antlr4.error.ErrorListener import (  # type: ignore[import-untyped] # ships no type information
    ErrorListener,
)
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    Edition,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
)
from proto_schema_parser import ast
from proto_schema_parser.parser import Parser

from emulators.pubsub.schemas.definition import Unfit

FILE_NAME = "schema.proto"
_SCALARS = {
    name.removeprefix("TYPE_").lower(): number
    for name, number in FieldDescriptorProto.Type.items()
    if name not in {"TYPE_MESSAGE", "TYPE_ENUM", "TYPE_GROUP"}
}
_LABELS = {
    ast.FieldCardinality.REPEATED: FieldDescriptorProto.LABEL_REPEATED,
    ast.FieldCardinality.REQUIRED: FieldDescriptorProto.LABEL_REQUIRED,
}


class _Strict(ErrorListener):  # type: ignore[misc] # ANTLR ships no type information
    """Raises at the first error, where ANTLR would print it and go on."""

    def syntaxError(  # noqa: N802 - ANTLR's signature
        self, _recognizer: Any, _symbol: Any, line: int, column: int, text: str, _error: Any
    ) -> None:
        raise Unfit(f"line {line}:{column} {text}")


def file_descriptor(text: str) -> FileDescriptorProto:
    """Parse one file; `Unfit` when it is none, imports another, or has two top-level types."""
    file = _parsed(text)
    descriptor = FileDescriptorProto(name=FILE_NAME, syntax=file.syntax or "proto2")
    if file.edition:
        descriptor.syntax = "editions"
        descriptor.edition = Edition.Value(f"EDITION_{file.edition}")
    for element in file.file_elements:
        match element:
            case ast.Package():
                descriptor.package = element.name
            case ast.Message():
                _message(element, descriptor.message_type.add(), descriptor.syntax)
            case ast.Enum():
                _enum(element, descriptor.enum_type.add())
            case ast.Import():
                raise Unfit(f"import statements are not supported: {element.name}")
            case _:
                pass  # comments, and options that say how code is generated
    if len(descriptor.message_type) != 1:
        raise Unfit("a schema has exactly one top-level message")
    return descriptor


def _parsed(text: str) -> ast.File:
    strict = _Strict()

    def listen(source: Any) -> None:
        source.removeErrorListeners()
        source.addErrorListener(strict)

    return Parser(setup_lexer=listen, setup_parser=listen).parse(text)


def _message(message: ast.Message, target: DescriptorProto, syntax: str) -> None:
    target.name = message.name
    for element in message.elements:
        match element:
            case ast.Field():
                _field(element, target.field.add(), syntax)
            case ast.MapField():
                _map(element, target)
            case ast.OneOf():
                _one_of(element, target, syntax)
            case ast.Message():
                _message(element, target.nested_type.add(), syntax)
            case ast.Enum():
                _enum(element, target.enum_type.add())
            case ast.Group() | ast.Extension() | ast.ExtensionRange():
                raise Unfit(f"{type(element).__name__.lower()}s are not supported")
            case _:
                pass  # comments, options and reserved numbers change nothing about a message
    _name_optional_fields(target)


def _field(field: ast.Field, target: FieldDescriptorProto, syntax: str) -> None:
    target.name, target.number = field.name, field.number
    default = FieldDescriptorProto.LABEL_OPTIONAL
    target.label = _LABELS.get(field.cardinality, default) if field.cardinality else default
    target.proto3_optional = (
        syntax == "proto3" and field.cardinality is ast.FieldCardinality.OPTIONAL
    )
    _set_type(target, field.type)


def _set_type(target: FieldDescriptorProto, name: str) -> None:
    """Scalars by number; of other names the runtime finds out itself what they are."""
    if name in _SCALARS:
        target.type = _SCALARS[name]
    else:
        target.type_name = name


def _name_optional_fields(message: DescriptorProto) -> None:
    """An `optional` of proto3 is a oneof of its own to the runtime, after all real ones."""
    for field in message.field:
        if field.proto3_optional:
            field.oneof_index = len(message.oneof_decl)
            message.oneof_decl.add(name=f"_{field.name}")


def _map(field: ast.MapField, message: DescriptorProto) -> None:
    entry = message.nested_type.add(name=f"{_camel(field.name)}Entry")
    entry.options.map_entry = True
    for number, (name, kind) in enumerate(
        (("key", field.key_type), ("value", field.value_type)), start=1
    ):
        part = entry.field.add(name=name, number=number)
        part.label = FieldDescriptorProto.LABEL_OPTIONAL
        _set_type(part, kind)
    message.field.add(
        name=field.name,
        number=field.number,
        label=FieldDescriptorProto.LABEL_REPEATED,
        type_name=entry.name,
    )


def _one_of(one_of: ast.OneOf, message: DescriptorProto, syntax: str) -> None:
    index = len(message.oneof_decl)
    message.oneof_decl.add(name=one_of.name)
    for element in one_of.elements:
        if isinstance(element, ast.Field):
            field = message.field.add(oneof_index=index)
            _field(element, field, syntax)


def _enum(enum: ast.Enum, target: EnumDescriptorProto) -> None:
    target.name = enum.name
    for element in enum.elements:
        if isinstance(element, ast.EnumValue):
            target.value.add(name=element.name, number=element.number)
        elif isinstance(element, ast.Option) and element.name == "allow_alias":
            target.options.allow_alias = str(element.value).lower() == "true"


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
