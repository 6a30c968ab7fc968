"""Google's JSON API over the same handlers that serve gRPC."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import unquote

import grpc
from aiohttp import web
from google.protobuf import json_format
from google.protobuf.message import Message

from emulators.control.faults.http_calls import within_reach
from emulators.google_apis import rest_errors
from emulators.google_apis.http_forms import HttpForm, http_forms
from emulators.google_apis.rest_query import content_of_query

BODY_BYTES_MAX = 16 * 1024 * 1024
_VARIABLE = re.compile(r"(\{[^}]*\})")


@dataclass(frozen=True, slots=True)
class Rule:
    """One HTTP form of a method. `fields` are set from the groups of `path`, in order."""

    method_name: str
    verb: str
    path: re.Pattern[str]
    fields: tuple[str, ...]
    body: str | None
    has_custom_verb: bool


class RestCall:
    """What a unary handler uses of gRPC's servicer context: the way to end with an error."""

    async def abort(
        self, code: grpc.StatusCode, details: str = "", trailing_metadata: Any = ()
    ) -> NoReturn:
        raise rest_errors.Aborted(code, details, trailing_metadata)


class RestMethods:
    """Serves the methods of some services; `handlers` go by method name."""

    def __init__(self, *services: str, handlers: Mapping[str, grpc.RpcMethodHandler]) -> None:
        self._services = services
        self._handlers = handlers

    @cached_property
    def _rules(self) -> list[Rule]:
        """Made for the first request: most services never get one."""
        rules = map(_rule, http_forms(*self._services))
        # `things/*` would also match `things/1:verb`, so paths with a verb of their own go first.
        return sorted(rules, key=lambda rule: not rule.has_custom_verb)

    def application(self) -> web.Application:
        application = web.Application(middlewares=[within_reach], client_max_size=BODY_BYTES_MAX)
        self.serve(application)
        return application

    def serve(self, application: web.Application) -> None:
        """Answer whatever the application has no other route for."""
        application.router.add_route("*", "/{path:.*}", self.handle)

    async def handle(self, http_request: web.Request) -> web.Response:
        path = http_request.rel_url.raw_path
        for rule in self._rules:
            match = rule.path.fullmatch(path)
            if match is not None and rule.verb == http_request.method:
                captured = [unquote(group) for group in match.groups()]
                return await self._answer(rule, captured, http_request)
        return rest_errors.response(grpc.StatusCode.NOT_FOUND, "Method not found.")

    async def _answer(
        self, rule: Rule, captured: list[str], http_request: web.Request
    ) -> web.Response:
        handler = self._handlers.get(rule.method_name)
        if handler is None:
            text = f"Method {rule.method_name} is not served here."
            return rest_errors.response(grpc.StatusCode.UNIMPLEMENTED, text)
        try:
            request = handler.request_deserializer(b"")
            _fill(request, rule, http_request, await http_request.text())
            for field, value in zip(rule.fields, captured, strict=True):
                _set(request, field, value)
            answer = await handler.unary_unary(request, RestCall())
        except rest_errors.Aborted as aborted:
            return aborted.response()
        return _json(answer, http_request)


def _rule(form: HttpForm) -> Rule:
    fields, pattern = [], ""
    for part in _VARIABLE.split(form.uri):
        if part.startswith("{"):
            field, _, template = part.strip("{}").partition("=")
            fields.append(field)
            wildcards = re.escape(template or "*").replace(r"\*\*", ".+").replace(r"\*", "[^/]+")
            pattern += f"({wildcards})"
        else:
            pattern += re.escape(part)
    return Rule(
        method_name=form.method,
        verb=form.verb,
        path=re.compile(pattern),
        fields=tuple(fields),
        body=form.body,
        has_custom_verb=":" in form.uri,
    )


def _fill(request: Any, rule: Rule, http_request: web.Request, body: str) -> None:
    content = content_of_query(request.DESCRIPTOR, http_request.query)
    if rule.body == "*":
        content |= _object(body)
    elif rule.body:
        content[rule.body] = _object(body)
    try:
        json_format.ParseDict(content, request)
    except json_format.ParseError as error:
        raise rest_errors.unreadable(str(error)) from error


def _object(body: str) -> dict[str, Any]:
    try:
        content = json.loads(body or "{}")
    except json.JSONDecodeError as error:
        first_line = body.lstrip().partition("\n")[0]
        raise rest_errors.unreadable(f"Unexpected token.\n{first_line}\n^") from error
    if not isinstance(content, dict):
        raise rest_errors.unreadable("Root element must be a message.")
    return content


def _set(request: Any, field_path: str, value: str) -> None:
    *parents, field = field_path.split(".")
    for parent in parents:
        request = getattr(request, parent)
    setattr(request, field, value)


def _json(answer: Message, http_request: web.Request) -> web.Response:
    alt = http_request.query.get("$alt", "")
    text = json_format.MessageToJson(answer, use_integers_for_enums="enum-encoding=int" in alt)
    return web.Response(text=text + "\n", content_type="application/json")
