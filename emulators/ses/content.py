"""The JSON object that a call carries."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from emulators.ses.refused import Refused


async def content(request: web.Request) -> dict[str, Any]:
    """An empty body is an empty object."""
    try:
        found = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise Refused("SerializationException", str(error)) from error
    if not isinstance(found, dict):
        raise Refused("SerializationException", "Start of structure or map expected.")
    return found


def flag(found: dict[str, Any], name: str, *, default: bool) -> bool:
    value = found.get(name, default)
    if not isinstance(value, bool):
        raise Refused("SerializationException", f"{value!r} is not a boolean")
    return value


def text(found: dict[str, Any], name: str) -> str:
    """A member that has to be there."""
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise Refused("BadRequestException", f"Missing required field {name}.")
    return value
