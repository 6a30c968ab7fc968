"""From the content of a call to the message that goes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulators.clock.clock import Clock
from emulators.ses.refused import bad_request
from emulators.ses.resources.templates import Templates
from emulators.ses.sending.handlebars import NotRendered
from emulators.ses.sending.letter import Letter
from emulators.ses.sending.order import raw_of
from emulators.ses.sending.rendering import Rendering


class Unrendered(Exception):
    """SES takes such a message, gives it an id, and tells later that it went nowhere.

    `raw` is what there is of the message: its headers.
    """

    def __init__(self, template: str, why: str, raw: bytes) -> None:
        super().__init__(why)
        self.template = template
        self.raw = raw


@dataclass(frozen=True, slots=True)
class Composer:
    clock: Clock
    templates: Templates

    def raw(self, wanted: Mapping[str, Any]) -> bytes:
        """The message, in MIME. Of the three kinds of content there must be one."""
        content = wanted.get("Content") or {}
        match [kind for kind in ("Raw", "Simple", "Template") if content.get(kind)]:
            case ["Raw"]:
                return raw_of(content["Raw"])
            case ["Simple"]:
                return _simple(content["Simple"]).mime(wanted, self.clock)
            case ["Template"]:
                return self._rendered(content["Template"], wanted)
        raise bad_request("Content must have exactly one of Raw, Simple and Template.")

    def _rendered(self, template: Mapping[str, Any], wanted: Mapping[str, Any]) -> bytes:
        name = template.get("TemplateName") or str(template.get("TemplateArn") or "")
        name = name.rpartition("template/")[2]
        parts = template.get("TemplateContent") or self.templates.parts(name)
        more = {
            "headers": template.get("Headers") or [],
            "attachments": template.get("Attachments") or [],
        }
        data = Rendering.data(template.get("TemplateData") or "")
        try:
            return Rendering(parts).letter(data, **more).mime(wanted, self.clock)
        except NotRendered as failure:
            empty = Letter("", "", None).mime(wanted, self.clock)
            raise Unrendered(name, str(failure), empty) from failure


def _simple(simple: Mapping[str, Any]) -> Letter:
    body = simple.get("Body") or {}
    return Letter(
        subject=(simple.get("Subject") or {}).get("Data", ""),
        text=(body.get("Text") or {}).get("Data"),
        html=(body.get("Html") or {}).get("Data"),
        headers=simple.get("Headers") or [],
        attachments=simple.get("Attachments") or [],
    )
