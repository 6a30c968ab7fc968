"""The paths, verbs and bodies of Google's methods: their `google.api.http` annotations.

The client packages carry them nowhere but in their REST transports, and those bring the whole
client along. So they stand in a table here, which a test holds against the installed clients.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("http_forms.json")


@dataclass(frozen=True, slots=True)
class HttpForm:
    """One of the forms of a method: `uri` is a template, `body` names a field or all: `*`."""

    method: str
    verb: str
    uri: str
    body: str | None = None


def http_forms(*services: str) -> list[HttpForm]:
    """All methods of these services, by their full names, that have a form in JSON."""
    table: dict[str, list[dict[str, Any]]] = json.loads(PATH.read_text(encoding="utf-8"))
    return [HttpForm(**form) for service in services for form in table[service]]
