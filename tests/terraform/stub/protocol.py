"""Terraform's plugin protocol 5: its messages, built from a table instead of generated code.

Source: github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin5.proto. Only the
fields that are used here; whatever else Terraform sends is ignored, as protocol buffers are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_Field = descriptor_pb2.FieldDescriptorProto
_SCALARS = {
    "string": _Field.TYPE_STRING,
    "bytes": _Field.TYPE_BYTES,
    "bool": _Field.TYPE_BOOL,
    "int64": _Field.TYPE_INT64,
    "enum": _Field.TYPE_INT32,
}

# message → "name number type"; "*T" is repeated T, "{T" is a map from strings to T
_MESSAGES: dict[str, tuple[str, ...]] = {
    "Empty": (),
    "DynamicValue": ("msgpack 1 bytes", "json 2 bytes"),
    "Step": ("attribute_name 1 string", "element_key_string 2 string", "element_key_int 3 int64"),
    "AttributePath": ("steps 1 *Step",),
    "Diagnostic": (
        "severity 1 enum",
        "summary 2 string",
        "detail 3 string",
        "attribute 4 AttributePath",
    ),
    "Diagnostics": ("diagnostics 1 *Diagnostic",),
    "RawState": ("json 1 bytes",),
    "Attribute": (
        "name 1 string",
        "type 2 bytes",
        "required 4 bool",
        "optional 5 bool",
        "computed 6 bool",
        "sensitive 7 bool",
        "write_only 10 bool",
    ),
    "NestedBlock": (
        "type_name 1 string",
        "block 2 Block",
        "nesting 3 enum",
        "min_items 4 int64",
        "max_items 5 int64",
    ),
    "Block": ("version 1 int64", "attributes 2 *Attribute", "block_types 3 *NestedBlock"),
    "Schema": ("version 1 int64", "block 2 Block"),
    "ServerCapabilities": ("plan_destroy 1 bool", "get_provider_schema_optional 2 bool"),
    "Schemas": (
        "provider 1 Schema",
        "resource_schemas 2 {Schema",
        "data_source_schemas 3 {Schema",
        "server_capabilities 6 ServerCapabilities",
    ),
    "PrepareRequest": ("config 1 DynamicValue",),
    "PrepareResponse": ("prepared_config 1 DynamicValue",),
    "ConfigureRequest": ("config 2 DynamicValue",),
    "TypeConfigRequest": ("type_name 1 string", "config 2 DynamicValue"),
    "UpgradeRequest": ("type_name 1 string", "version 2 int64", "raw_state 3 RawState"),
    "UpgradeResponse": ("upgraded_state 1 DynamicValue",),
    "ReadRequest": ("type_name 1 string", "current_state 2 DynamicValue", "private 3 bytes"),
    "ReadResponse": ("new_state 1 DynamicValue", "private 3 bytes"),
    "PlanRequest": (
        "type_name 1 string",
        "prior_state 2 DynamicValue",
        "proposed_new_state 3 DynamicValue",
        "config 4 DynamicValue",
    ),
    "PlanResponse": (
        "planned_state 1 DynamicValue",
        "requires_replace 2 *AttributePath",
        "legacy_type_system 5 bool",
    ),
    "ApplyRequest": (
        "type_name 1 string",
        "prior_state 2 DynamicValue",
        "planned_state 3 DynamicValue",
        "config 4 DynamicValue",
        "planned_private 5 bytes",
    ),
    "ApplyResponse": (
        "new_state 1 DynamicValue",
        "private 2 bytes",
        "diagnostics 3 *Diagnostic",
        "legacy_type_system 4 bool",
    ),
    "DataResponse": ("state 1 DynamicValue",),
    "StopResponse": ("Error 1 string",),
}

# method → its request and its response
METHODS = {
    "GetSchema": ("Empty", "Schemas"),
    "PrepareProviderConfig": ("PrepareRequest", "PrepareResponse"),
    "ValidateResourceTypeConfig": ("TypeConfigRequest", "Diagnostics"),
    "ValidateDataSourceConfig": ("TypeConfigRequest", "Diagnostics"),
    "UpgradeResourceState": ("UpgradeRequest", "UpgradeResponse"),
    "Configure": ("ConfigureRequest", "Diagnostics"),
    "ReadResource": ("ReadRequest", "ReadResponse"),
    "PlanResourceChange": ("PlanRequest", "PlanResponse"),
    "ApplyResourceChange": ("ApplyRequest", "ApplyResponse"),
    "ReadDataSource": ("TypeConfigRequest", "DataResponse"),
    "Stop": ("Empty", "StopResponse"),
}


def _message_types() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(
        name="stub/tfplugin5.proto", package="stub", syntax="proto3"
    )
    for name, lines in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for line in lines:
            _add_field(message, *line.split())
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return dict(_classes(pool))


def _classes(pool: descriptor_pool.DescriptorPool) -> Iterator[tuple[str, Any]]:
    for name in _MESSAGES:
        yield name, message_factory.GetMessageClass(pool.FindMessageTypeByName(f"stub.{name}"))


def _add_field(message: Any, name: str, number: str, kind: str) -> None:
    field = message.field.add(name=name, number=int(number), label=_Field.LABEL_OPTIONAL)
    if kind.startswith("{"):
        entry = message.nested_type.add(name=_entry_name(name))
        entry.options.map_entry = True
        _add_field(entry, "key", "1", "string")
        _add_field(entry, "value", "2", kind[1:])
        field.label, field.type = _Field.LABEL_REPEATED, _Field.TYPE_MESSAGE
        field.type_name = f".stub.{message.name}.{entry.name}"
        return
    if kind.startswith("*"):
        field.label, kind = _Field.LABEL_REPEATED, kind[1:]
    if kind in _SCALARS:
        field.type = _SCALARS[kind]
    else:
        field.type, field.type_name = _Field.TYPE_MESSAGE, f".stub.{kind}"


def _entry_name(field: str) -> str:
    """What protoc calls the entry of a map; the runtime insists on it."""
    return "".join(part.capitalize() for part in field.split("_")) + "Entry"


MESSAGES: dict[str, Any] = _message_types()
