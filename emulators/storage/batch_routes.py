"""Many calls in one request: `multipart/mixed`, each part a request of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web
from yarl import URL

from emulators.storage.refusals import Refused, invalid

CALLS_MAX = 1000
_BOUNDARY = "batch_of_responses"
_PREFIX = "/storage/v1/"


@dataclass(frozen=True, slots=True)
class _Call:
    content_id: str
    method: str
    target: str
    headers: dict[str, str]
    body: bytes


class BatchRoutes:
    """Sends every call to the port that the batch came to: it is a call like any other there."""

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/batch/storage/v1", self._batch), web.post("/batch", self._batch)]

    async def _batch(self, request: web.Request) -> web.Response:
        calls = _read_calls(request.headers.get("Content-Type", ""), await request.read())
        outer = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in {"authorization", "host"}
        }
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            url = _own_url(request)
            parts = [await _answer(session, url, call, outer) for call in calls]
        body = b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
        content_type = f"multipart/mixed; boundary={_BOUNDARY}"
        return web.Response(body=body, headers={"Content-Type": content_type})


def _own_url(request: web.Request) -> str:
    address = request.get_extra_info("sockname")
    return f"http://{address[0]}:{address[1]}"


async def _answer(
    session: aiohttp.ClientSession, url: str, call: _Call, outer: dict[str, str]
) -> bytes:
    if not call.target.startswith(_PREFIX) or "alt=media" in call.target:
        refused = invalid("Only calls about metadata can be part of a batch.")
        return _refused_part(call, refused)
    async with session.request(
        call.method,
        URL(url + call.target, encoded=True),
        headers={**outer, **call.headers},
        data=call.body,
    ) as response:
        content = await response.read()
        return _part(call, response.status, response.headers, content)


def _read_calls(content_type: str, body: bytes) -> list[_Call]:
    whole = BytesParser().parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    if not whole.is_multipart():
        raise invalid("The batch request could not be parsed: it is not multipart/mixed.")
    parts = [part for part in whole.get_payload() if isinstance(part, Message)]
    if not 1 <= len(parts) <= CALLS_MAX:
        raise invalid(f"A batch must contain one to {CALLS_MAX} calls.")
    return [_read_call(part) for part in parts]


def _read_call(part: Message) -> _Call:
    raw = part.get_payload(decode=True)
    first, _, rest = (raw if isinstance(raw, bytes) else b"").lstrip().partition(b"\n")
    words = first.decode("latin-1").split()
    if len(words) < 2:  # noqa: PLR2004 - a method and a target
        raise invalid("The batch request could not be parsed: a part is not an HTTP request.")
    inner = BytesParser().parsebytes(rest)
    body = inner.get_payload(decode=True)
    target = urlsplit(words[1])
    kept = {
        name: str(value)
        for name, value in inner.items()
        if name.lower() not in {"content-length", "host", "accept-encoding", "connection"}
    }
    return _Call(
        content_id=str(part.get("Content-ID", "")),
        method=words[0],
        target=target.path + (f"?{target.query}" if target.query else ""),
        headers=kept,
        body=body if isinstance(body, bytes) else b"",
    )


def _refused_part(call: _Call, refused: Refused) -> bytes:
    answer = web.json_response(refused.to_json())
    return _part(call, refused.status, answer.headers, str(answer.text).encode())


def _part(call: _Call, status: int, headers: Mapping[str, str], content: bytes) -> bytes:
    kept = {name: value for name, value in headers.items() if name in {"Content-Type", "ETag"}}
    lines = [
        f"--{_BOUNDARY}",
        "Content-Type: application/http",
        f"Content-ID: {_response_id(call.content_id)}",
        "",
        f"HTTP/1.1 {status} {_phrase(status)}",
        *(f"{name}: {value}" for name, value in kept.items()),
        f"Content-Length: {len(content)}",
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + content + b"\r\n"


def _response_id(content_id: str) -> str:
    inner = content_id.strip().removeprefix("<").removesuffix(">")
    return f"<response-{inner}>"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
