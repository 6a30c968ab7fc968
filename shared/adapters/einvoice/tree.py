"""Just enough XML to write an invoice: elements by path, empty ones never made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import (
    Element,
    SubElement,
    tostring,
)

Value = str | Decimal | int | date | None


def root(name: str, namespaces: Mapping[str, str]) -> Element:
    """Prefix → namespace; the empty prefix is the default. Names carry prefixes as they are."""
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in namespaces.items()}
    return Element(name, declared)


def group(parent: Element, path: str, **attributes: str) -> Element:
    """New elements below `parent`, one inside the other: `cac:Party/cbc:Name`. The innermost."""
    for name in path.split("/"):
        parent = SubElement(parent, name)
    parent.attrib.update(attributes)
    return parent


def put(parent: Element, path: str, value: Value, **attributes: str) -> None:
    """The same with text. Nothing at all where `value` is None or empty."""
    if value is not None and value != "":
        group(parent, path, **attributes).text = text_of(value)


def amount(value: Decimal) -> str:
    """Two digits, which BR-DEC makes the most there may be."""
    return f"{value:.2f}"


def text_of(value: str | Decimal | int | date) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def written(tree: Element) -> bytes:
    text: bytes = tostring(tree, encoding="UTF-8", xml_declaration=True)
    return text
