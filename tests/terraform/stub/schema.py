"""A provider's schema, from the document `terraform providers schema -json` prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terraform.stub.protocol import MESSAGES

_NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    type: Any  # a cty type: "string", ["list", "string"], ["object", {…}]
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False
    allowed: tuple[str, ...] = ()  # the values the provider's documentation names; empty is any


@dataclass(frozen=True, slots=True)
class NestedBlock:
    nesting: str
    block: Block
    min_items: int
    max_items: int  # 0 is any number


@dataclass(frozen=True, slots=True)
class Block:
    attributes: Mapping[str, Attribute]
    blocks: Mapping[str, NestedBlock]


@dataclass(frozen=True, slots=True)
class Schema:
    provider: Block
    resources: Mapping[str, Block]
    data_sources: Mapping[str, Block]


def read_schema(path: Path) -> Schema:
    document = json.loads(path.read_text(encoding="utf-8"))
    (schemas,) = document["provider_schemas"].values()
    return Schema(
        provider=_block(schemas["provider"]["block"]),
        resources=_blocks(schemas["resource_schemas"]),
        data_sources=_blocks(schemas["data_source_schemas"]),
    )


def _blocks(schemas: Mapping[str, Any]) -> dict[str, Block]:
    return {name: _block(schema["block"]) for name, schema in schemas.items()}


def _block(document: Mapping[str, Any]) -> Block:
    return Block(
        {name: _attribute(found) for name, found in document.get("attributes", {}).items()},
        {name: _nested(found) for name, found in document.get("block_types", {}).items()},
    )


def _attribute(document: Mapping[str, Any]) -> Attribute:
    known = {name: value for name, value in document.items() if name != "x_enum"}
    return Attribute(**known, allowed=tuple(document.get("x_enum", ())))


def _nested(document: Mapping[str, Any]) -> NestedBlock:
    return NestedBlock(
        document["nesting_mode"],
        _block(document["block"]),
        document.get("min_items", 0),
        document.get("max_items", 0),
    )


def schemas_message(schema: Schema) -> Any:
    """All of it as Terraform asks for it, at the start of every command."""
    message = MESSAGES["Schemas"](provider=_schema_message(schema.provider))
    for name, block in schema.resources.items():
        message.resource_schemas[name].CopyFrom(_schema_message(block))
    for name, block in schema.data_sources.items():
        message.data_source_schemas[name].CopyFrom(_schema_message(block))
    message.server_capabilities.get_provider_schema_optional = True
    return message


def _schema_message(block: Block) -> Any:
    return MESSAGES["Schema"](block=_block_message(block))


def _block_message(block: Block) -> Any:
    message = MESSAGES["Block"]()
    for name, attribute in block.attributes.items():
        message.attributes.add(
            name=name,
            type=json.dumps(attribute.type).encode(),
            required=attribute.required,
            optional=attribute.optional,
            computed=attribute.computed,
            sensitive=attribute.sensitive,
            write_only=attribute.write_only,
        )
    for name, nested in block.blocks.items():
        message.block_types.add(
            type_name=name,
            block=_block_message(nested.block),
            nesting=_NESTING[nested.nesting],
            min_items=nested.min_items,
            max_items=nested.max_items,
        )
    return message
