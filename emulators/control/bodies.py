"""Reading what is sent to the control API."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.control.problems import Problem


async def read_object(request: web.Request) -> dict[str, Any]:
    """The body, a JSON object."""
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    return body
