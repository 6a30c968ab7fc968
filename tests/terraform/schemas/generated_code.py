"""A provider's schema read back from the code that was generated from it.

The CDK Terrain wheels hold one module per resource type, generated from the real schema. In each
class one comment stands before every attribute:

    // ack_deadline_seconds - computed: true, optional: true, required: false

the getter below it tells the type, `synthesizeHclAttributes` tells blocks from attributes, and
the declarations carry the documentation, which names the values of enumerations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_CLASS = re.compile(r"^class (\w+) extends cdktn\.(\w+) \{\n(.*?)^\}\n", re.DOTALL | re.MULTILINE)
_ATTRIBUTE = re.compile(
    r"^    // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n"
    r"(.*?)(?=^    // \w+ - computed: |^    // =====|\Z)",
    re.DOTALL | re.MULTILINE,
)
_HCL = re.compile(
    r"^\s+(\w+): \{\n\s+value: .*\n\s+isBlock: (\w+),\n"
    r'\s+type: "(\w+)",\n\s+storageClassType: "(\w+)"',
    re.MULTILINE,
)
_HCL_FUNCTION = re.compile(r"^function (\w+)ToHclTerraform\(.*?\n\}\n", re.DOTALL | re.MULTILINE)
_CHILD = re.compile(
    r'new (?!cdktn\.)(?:\w+\.)?(\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)'
)
_COLLECTION = re.compile(r'new cdktn\.(\w+)\(this, "\w+"(?:, (true|false))?\)')
_TYPE_NAME = re.compile(r'static tfResourceType = "(\w+)"')
_DOCUMENTED = re.compile(r"/\*\*\n((?:    \*.*\n)+?)    \*/\n    readonly ")
_DOCUMENTED_NAME = re.compile(r"#(\w+) \w+#")
_POSSIBLE_VALUES = re.compile(r"[Pp]ossible values(?: are)?: \[([^\]]+)\]")

_COLLECTIONS: dict[str, Any] = {
    "AnyMap": ["map", "dynamic"],
    "BooleanList": ["list", "bool"],
    "BooleanMap": ["map", "bool"],
    "NumberMap": ["map", "number"],
    "StringMap": ["map", "string"],
    "StringMapList": ["list", ["map", "string"]],
}
_STORED: dict[str, Any] = {
    "any": "dynamic",
    "anyMap": ["map", "dynamic"],
    "boolean": "bool",
    "booleanList": ["list", "bool"],
    "booleanMap": ["map", "bool"],
    "number": "number",
    "numberList": ["list", "number"],
    "numberMap": ["map", "number"],
    "string": "string",
    "stringList": ["list", "string"],
    "stringMap": ["map", "string"],
}
_GETTERS: tuple[tuple[str, Any], ...] = (
    ("getStringAttribute", "string"),
    ("getNumberAttribute", "number"),
    ("getBooleanAttribute", "bool"),
    ("getStringMapAttribute", ["map", "string"]),
    ("getBooleanMapAttribute", ["map", "bool"]),
    ("getNumberMapAttribute", ["map", "number"]),
    ("getAnyMapAttribute", ["map", "dynamic"]),
)


@dataclass(frozen=True, slots=True)
class _Hcl:
    is_block: bool
    collection: str  # list, set, struct or simple
    stored: str


class GeneratedModule:
    def __init__(self, code: str, declarations: str) -> None:
        """`code` is JavaScript, `declarations` the TypeScript that documents it."""
        self._classes = {name: (base, body) for name, base, body in _CLASS.findall(code)}
        self._hcl = {
            match.group(1).lower(): _hcl(match.group(0)) for match in _HCL_FUNCTION.finditer(code)
        }
        self._enums = dict(_enums(declarations))

    def roots(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Kind (`TerraformResource`, …), type name and schema block."""
        for name, (base, body) in self._classes.items():
            found = _TYPE_NAME.search(body)
            if not found:
                continue
            block = self._block(name, _hcl(body))
            if base == "TerraformProvider":
                del block["attributes"]["alias"]  # Terraform's own, on every provider
            yield base, found.group(1), block

    def _block(self, class_name: str, hcl: dict[str, _Hcl]) -> dict[str, Any]:
        _, body = self._classes[class_name]
        attributes, blocks = {}, {}
        for name, computed, optional, required, code in _ATTRIBUTE.findall(body):
            flags = {"computed": computed, "optional": optional, "required": required}
            facts = {flag: True for flag, said in flags.items() if said == "true"}
            child = _CHILD.search(code)
            known = hcl.get(name)
            if child is None and not (known and known.is_block):
                attributes[name] = self._attribute(name, code, known, facts)
            elif known and known.is_block:
                blocks[name] = self._nested(name, child, known, facts)
            elif child:
                attributes[name] = {"type": self._object_type(child), **facts}
        return {"attributes": attributes, "block_types": blocks}

    def _nested(
        self, name: str, child: re.Match[str] | None, known: _Hcl, facts: dict[str, bool]
    ) -> dict[str, Any]:
        if child is None:  # a block of the provider itself, which has no reference class
            plain = self._hcl.get(known.stored.lower(), {})
            attributes = {
                inner: {"type": _STORED.get(of.stored, "string"), "optional": True}
                for inner, of in plain.items()
            }
            return {"nesting_mode": "list", "max_items": 1, "block": {"attributes": attributes}}
        block = self._child_block(child.group(1))
        if name == "timeouts":
            return {"nesting_mode": "single", "block": block}
        is_set = child.group(3) == "true" or known.collection == "set"
        limits = {"min_items": 1} if facts.get("required") else {}
        if child.group(2) == "OutputReference":
            limits["max_items"] = 1
        return {"nesting_mode": "set" if is_set else "list", "block": block, **limits}

    def _child_block(self, name: str) -> dict[str, Any]:
        return self._block(f"{name}OutputReference", self._hcl.get(name.lower(), {}))

    def _object_type(self, child: re.Match[str]) -> Any:
        """A computed object: an attribute whose type spells out its fields."""
        fields = _fields(self._child_block(child.group(1)))
        if child.group(2) == "Map":
            return ["map", ["object", fields]]
        return ["set" if child.group(3) == "true" else "list", ["object", fields]]

    def _attribute(
        self, name: str, code: str, known: _Hcl | None, facts: dict[str, bool]
    ) -> dict[str, Any]:
        attribute: dict[str, Any] = {"type": _type(name, code, known), **facts}
        if name in self._enums:
            attribute["x_enum"] = self._enums[name]
        if name.endswith("_wo"):
            attribute["write_only"] = True
        return attribute


def _hcl(code: str) -> dict[str, _Hcl]:
    return {
        name: _Hcl(block == "true", collection, stored)
        for name, block, collection, stored in _HCL.findall(code)
    }


def _enums(declarations: str) -> Iterator[tuple[str, list[str]]]:
    seen = set()
    for documentation in _DOCUMENTED.findall(declarations):
        name = _DOCUMENTED_NAME.search(documentation)
        if name is None or name.group(1) in seen:
            continue
        seen.add(name.group(1))
        possible = _POSSIBLE_VALUES.search(documentation)
        values = re.findall(r'"([^"]+)"', possible.group(1)) if possible else []
        if values:
            yield name.group(1), values


def _type(name: str, code: str, known: _Hcl | None) -> Any:
    if known is not None and known.stored in _STORED:
        stored = _STORED[known.stored]
        return ["set", stored[1]] if known.collection == "set" else stored
    collection = _COLLECTION.search(code)
    if collection and collection.group(1) in _COLLECTIONS:
        kind = _COLLECTIONS[collection.group(1)]
        return ["set", kind[1]] if collection.group(2) == "true" else kind
    for getter, kind in _GETTERS:
        if getter in code:
            return kind
    wrapper = "set" if "Fn.tolist(" in code else "list"
    if "getNumberListAttribute" in code:
        return [wrapper, "number"]
    if "getListAttribute" in code:
        return [wrapper, "string"]
    raise ValueError(f"no type can be read for {name}: {code[:100]}")


def _fields(block: dict[str, Any]) -> dict[str, Any]:
    fields = {name: attribute["type"] for name, attribute in block["attributes"].items()}
    for name, nested in block["block_types"].items():
        fields[name] = [nested["nesting_mode"], ["object", _fields(nested["block"])]]
    return fields
