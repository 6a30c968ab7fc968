"""E-mail templates: kept, listed, and rendered on trial."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.ses.content import content, text
from emulators.ses.refused import already_exists, bad_request, not_found
from emulators.ses.resources.paging import page
from emulators.ses.sending.handlebars import NotRendered
from emulators.ses.sending.letter import Letter
from emulators.ses.sending.rendering import Rendering
from emulators.shelf import Shelf

_COLLECTION = "/v2/email/templates"
_PREFIX = "template/"


@dataclass(frozen=True, slots=True)
class Template:
    """`parts` are `Subject`, `Text` and `Html`."""

    name: str
    parts: dict[str, str]
    created_at: datetime

    @classmethod
    def from_bytes(cls, value: bytes) -> Self:
        name, parts, created_at = json.loads(value)
        return cls(name, parts, datetime.fromisoformat(created_at))

    def to_bytes(self) -> bytes:
        return json.dumps([self.name, self.parts, self.created_at.isoformat()]).encode()


class Templates:
    def __init__(self, clock: Clock, shelf: Shelf) -> None:
        self._clock = clock
        self._shelf = shelf
        self._held = {
            key.removeprefix(_PREFIX): Template.from_bytes(value)
            for key, value in shelf.items(_PREFIX)
        }

    def parts(self, name: str) -> dict[str, str]:
        return self._one(name).parts

    def routes(self) -> list[web.RouteDef]:
        one = f"{_COLLECTION}/{{name}}"
        return [
            web.post(_COLLECTION, self._create),
            web.get(_COLLECTION, self._list),
            web.get(one, self._show),
            web.put(one, self._change),
            web.delete(one, self._delete),
            web.post(f"{one}/render", self._render),
        ]

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        name = text(wanted, "TemplateName")
        if name in self._held:
            raise already_exists(f"Template {name} already exists.")
        return self._put(Template(name, _parts(wanted), self._clock.now()))

    async def _list(self, request: web.Request) -> web.Response:
        found = [
            {"TemplateName": held.name, "CreatedTimestamp": held.created_at.timestamp()}
            for held in sorted(self._held.values(), key=lambda one: one.created_at, reverse=True)
        ]
        return web.json_response(page(found, request.query, "TemplatesMetadata"))

    async def _show(self, request: web.Request) -> web.Response:
        held = self._one(request.match_info["name"])
        return web.json_response({"TemplateName": held.name, "TemplateContent": held.parts})

    async def _change(self, request: web.Request) -> web.Response:
        held = self._one(request.match_info["name"])
        return self._put(Template(held.name, _parts(await content(request)), held.created_at))

    async def _delete(self, request: web.Request) -> web.Response:
        held = self._held.pop(request.match_info["name"], None)
        if held is not None:  # SES has no objection to a template that is not there
            self._shelf.delete(_PREFIX + held.name)
        return web.json_response({})

    async def _render(self, request: web.Request) -> web.Response:
        parts = self.parts(request.match_info["name"])
        try:
            data = Rendering.data(text(await content(request), "TemplateData"))
            letter: Letter = Rendering(parts).letter(data)
        except NotRendered as failure:
            raise bad_request(str(failure)) from failure
        mime = letter.mime({}, self._clock).decode()
        return web.json_response({"RenderedTemplate": mime})

    def _one(self, name: str) -> Template:
        if name not in self._held:
            raise not_found(f"Template {name} does not exist.")
        return self._held[name]

    def _put(self, template: Template) -> web.Response:
        self._held[template.name] = template
        self._shelf.put(_PREFIX + template.name, template.to_bytes())
        return web.json_response({})


def _parts(wanted: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = wanted.get("TemplateContent") or {}
    parts = {name: found[name] for name in ("Subject", "Text", "Html") if found.get(name)}
    if "Subject" not in parts:
        raise bad_request("The subject must be specified.")
    if len(parts) == 1:
        raise bad_request("The template must have a text or an HTML part.")
    return parts
