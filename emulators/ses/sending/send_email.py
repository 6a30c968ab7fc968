"""SendEmail and SendBulkEmail: what SES makes of the content, what it checks, what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from emulators.ses.content import content
from emulators.ses.faults import Faults
from emulators.ses.refused import Refused, bad_request
from emulators.ses.sending.compose import Composer, Unrendered
from emulators.ses.sending.delivery import Delivery
from emulators.ses.sending.order import Order


@dataclass(frozen=True, slots=True)
class SendEmail:
    composer: Composer
    delivery: Delivery
    faults: Faults

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/v2/email/outbound-emails", self._send),
            web.post("/v2/email/outbound-bulk-emails", self._send_many),
        ]

    async def _send(self, request: web.Request) -> web.Response:
        message_id = self._accept(await content(request))
        if self.faults.takes_drop_reply() and request.transport is not None:
            request.transport.abort()
        return web.json_response({"MessageId": message_id})

    async def _send_many(self, request: web.Request) -> web.Response:
        """Each entry is a message with an outcome of its own."""
        wanted = await content(request)
        default = wanted.get("DefaultContent", {}).get("Template")
        if default is None:
            raise bad_request("DefaultContent must have a Template.")
        results = [self._one_of_many(wanted, default, one) for one in _entries(wanted)]
        return web.json_response({"BulkEmailEntryResults": results})

    def _one_of_many(
        self, wanted: Mapping[str, Any], default: Mapping[str, Any], entry: Mapping[str, Any]
    ) -> dict[str, str]:
        replaced = entry.get("ReplacementEmailContent", {}).get("ReplacementTemplate", {})
        data = replaced.get("ReplacementTemplateData") or default.get("TemplateData")
        headers = entry.get("ReplacementHeaders") or default.get("Headers") or []
        template = {**default, "TemplateData": data or "{}", "Headers": headers}
        tags = entry.get("ReplacementTags") or wanted.get("DefaultEmailTags") or []
        single = {
            **wanted,
            "Destination": entry.get("Destination"),
            "EmailTags": tags,
            "Content": {"Template": template},
        }
        try:
            return {"Status": "SUCCESS", "MessageId": self._accept(single)}
        except Refused as refusal:
            return {"Status": _status(refusal), "Error": str(refusal)}

    def _accept(self, wanted: dict[str, Any]) -> str:
        try:
            order = Order.read(wanted, self.composer.raw(wanted))
        except Unrendered as failure:
            order = Order.read(wanted, failure.raw)
            return self.delivery.unrendered(order, failure)
        return self.delivery.accept(order)


def _entries(wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = wanted.get("BulkEmailEntries") or []
    return entries


def _status(refusal: Refused) -> str:
    """The bulk call's own words for the refusals of the single one."""
    return {
        "MessageRejected": "MESSAGE_REJECTED",
        "NotFoundException": "CONFIGURATION_SET_NOT_FOUND",
        "SendingPausedException": "ACCOUNT_SENDING_PAUSED",
        "TooManyRequestsException": "ACCOUNT_THROTTLED",
    }.get(refusal.kind, "INVALID_PARAMETER")
