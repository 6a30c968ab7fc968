"""Bodies of API v2: JSON, read into the tree a form makes, so that one set of types reads both."""

from __future__ import annotations

import json
from typing import Any

from emulators.stripe.wire import errors
from emulators.stripe.wire.form import DEPTH_MAX, Form


def parse(body: str) -> Form:
    if not body:
        return {}
    try:
        content: Any = json.loads(body)
    except json.JSONDecodeError:
        raise errors.invalid("The request body is not valid JSON.", code="invalid_json") from None
    if not isinstance(content, dict):
        raise errors.invalid("The request body is not a JSON object.", code="invalid_json")
    return _tree(content, 0)


def _tree(content: dict[str, Any], depth: int) -> Form:
    if depth > DEPTH_MAX:
        raise errors.invalid("The request body is nested too deeply.", code="invalid_json")
    return {name: _raw(value, depth) for name, value in content.items()}


def _raw(value: Any, depth: int) -> str | Form:
    """An empty list and null read as an empty value, which is how a form says them."""
    if value is None or value == []:
        return ""
    if isinstance(value, dict):
        return _tree(value, depth + 1)
    if isinstance(value, list):
        return _tree({str(place): row for place, row in enumerate(value)}, depth + 1)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
