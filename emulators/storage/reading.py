"""What every handler reads from a request."""

from __future__ import annotations

import json

from aiohttp import web

from emulators.storage.conditions import Conditions, whole_number
from emulators.storage.refusals import Refused
from emulators.storage.resources import Json


async def json_body(request: web.Request) -> Json:
    """Read a JSON object; an empty body is an empty one."""
    return parsed_json(await request.read())


def parsed_json(body: bytes) -> Json:
    try:
        read = json.loads(body or b"{}")
    except ValueError as error:
        raise Refused(400, "parseError", "Parse Error") from error
    if not isinstance(read, dict):
        raise Refused(400, "parseError", "Parse Error")
    return read


def conditions(request: web.Request) -> Conditions:
    return Conditions.read(request.query, request.headers)


def generation(request: web.Request, parameter: str = "generation") -> int | None:
    return whole_number(request.query.get(parameter), parameter)


def bucket_name(request: web.Request) -> str:
    return request.match_info["bucket"]


def object_name(request: web.Request) -> str:
    return request.match_info["object"]


def base_url(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"
