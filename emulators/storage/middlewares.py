"""What happens to every request before and after its handler."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web
from aiohttp.typedefs import Middleware

from emulators.control.faults.http_calls import within_reach
from emulators.storage.cors import Cors
from emulators.storage.partial import selected
from emulators.storage.parts import Parts
from emulators.storage.refusals import Refused
from emulators.storage.signed.check import SignatureCheck
from emulators.storage.xml import answers
from emulators.storage.xml.paths import is_xml

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_OK, _NOT_MODIFIED = 200, 304
_XML_CODES = {404: "NoSuchKey", 405: "MethodNotAllowed", 413: "EntityTooLarge"}


@web.middleware
async def errors_as_documents(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write refusals the way the API does that was called."""
    try:
        return await handler(request)
    except Refused as refused:
        error = refused
    except web.HTTPException as raised:
        # No such path, method or size: aiohttp's own refusals.
        xml_code = _XML_CODES.get(raised.status, "InvalidArgument")
        error = Refused(raised.status, "invalid", raised.reason, xml_code=xml_code)
    if error.status == _NOT_MODIFIED:
        return web.Response(status=_NOT_MODIFIED)
    if is_xml(request):
        return answers.error(error)
    if request.query.get("alt") == "media" and request.method == "GET":
        # Downloads are refused in plain text.
        return web.Response(status=error.status, text=error.message, content_type="text/html")
    return web.json_response(error.to_json(), status=error.status)


def every_middleware(parts: Parts) -> list[Middleware]:
    """Return them from the outermost to the innermost."""
    signatures = SignatureCheck(clock=parts.clock, keys=parts.account_keys)
    own = _Middlewares(Cors(parts.buckets), signatures)
    return [within_reach, own.cross_origin, errors_as_documents, own.signed, own.partial]


class _Middlewares:
    def __init__(self, cors: Cors, signatures: SignatureCheck) -> None:
        self._cors = cors
        self._signatures = signatures

    @web.middleware
    async def cross_origin(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method == "OPTIONS":
            return self._cors.preflight(request)
        answer = await handler(request)
        self._cors.after(request, answer)
        return answer

    @web.middleware
    async def signed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if is_xml(request):
            self._signatures.check(request)
        return await handler(request)

    @web.middleware
    async def partial(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        answer = await handler(request)
        fields = request.query.get("fields")
        if (
            not fields
            or not isinstance(answer, web.Response)
            or answer.status != _OK
            or answer.content_type != "application/json"
            or is_xml(request)
            or request.query.get("alt") == "media"
        ):
            return answer
        return web.json_response(selected(json.loads(answer.text or "null"), fields))
