"""The XML documents that clients send."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from emulators.storage.xml.answers import XmlRefused

_DECLARATIONS = re.compile(rb"<!(DOCTYPE|ENTITY)")


def parsed_xml(body: bytes) -> ET.Element:
    """Read a document; 400 if it is none, or declares entities."""
    if _DECLARATIONS.search(body):
        raise malformed_xml("Declarations are not allowed.")
    try:
        return ET.fromstring(body)  # noqa: S314 - nothing is declared in it, so nothing expands
    except ET.ParseError as error:
        raise malformed_xml("The document is not well-formed.") from error


def malformed_xml(details: str) -> XmlRefused:
    return XmlRefused(400, "MalformedXML", details)
