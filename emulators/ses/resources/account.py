"""The account itself: whether it sends, how much it may, and whom it spares."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from emulators.ses.content import content, flag
from emulators.ses.refused import Refused, bad_request
from emulators.ses.resources.quota import IN_SANDBOX, Allowance, Quota
from emulators.ses.resources.suppression import REASONS
from emulators.shelf import Shelf

_PATH = "/v2/email/account"
_KEY = "account"
_DETAILS = ("MailType", "WebsiteURL", "ContactLanguage", "UseCaseDescription")
_MORE_DETAILS = (*_DETAILS, "AdditionalContactEmailAddresses")


class Account:
    """An account out of the sandbox, until it is told otherwise. On the shelf."""

    def __init__(self, shelf: Shelf, quota: Quota, allowance: Allowance) -> None:
        """`allowance` holds out of the sandbox."""
        self._shelf = shelf
        self._quota = quota
        self._allowance = allowance
        self._held: dict[str, Any] = {
            "sends": True,
            "is_out_of_sandbox": True,
            "suppressed_reasons": list(REASONS),
            "details": {},
        }
        for _, value in shelf.items(_KEY):
            self._held |= json.loads(value)

    @property
    def is_in_sandbox(self) -> bool:
        return not self._held["is_out_of_sandbox"]

    @property
    def suppressed_reasons(self) -> list[str]:
        reasons: list[str] = self._held["suppressed_reasons"]
        return reasons

    def check(self) -> None:
        """`Refused` if the account may not send now."""
        if not self._held["sends"]:
            raise Refused("SendingPausedException", "Email sending is paused for this account.")
        self._quota.check(self._allowed())

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(_PATH, self._show),
            web.put(f"{_PATH}/sending", self._set_sending),
            web.put(f"{_PATH}/suppression", self._set_suppression),
            web.post(f"{_PATH}/details", self._set_details),
        ]

    def _allowed(self) -> Allowance:
        return IN_SANDBOX if self.is_in_sandbox else self._allowance

    async def _show(self, _: web.Request) -> web.Response:
        shown = {
            "DedicatedIpAutoWarmupEnabled": False,
            "EnforcementStatus": "HEALTHY",
            "ProductionAccessEnabled": not self.is_in_sandbox,
            "SendQuota": {
                "Max24HourSend": self._allowed().in_a_day_max,
                "MaxSendRate": self._allowed().in_a_second_max,
                "SentLast24Hours": self._quota.sent_in_a_day(),
            },
            "SendingEnabled": self._held["sends"],
            "SuppressionAttributes": {"SuppressedReasons": self.suppressed_reasons},
        }
        if self._held["details"]:
            shown["Details"] = {**self._held["details"], "ReviewDetails": {"Status": "GRANTED"}}
        return web.json_response(shown)

    async def _set_sending(self, request: web.Request) -> web.Response:
        return self._set(sends=flag(await content(request), "SendingEnabled", default=False))

    async def _set_suppression(self, request: web.Request) -> web.Response:
        reasons = (await content(request)).get("SuppressedReasons") or []
        if not set(reasons) <= set(REASONS):
            raise bad_request(f"SuppressedReasons may hold {' and '.join(REASONS)}.")
        return self._set(suppressed_reasons=reasons)

    async def _set_details(self, request: web.Request) -> web.Response:
        """Amazon looks at the details for a day; here the wish is granted at once."""
        wanted = await content(request)
        details = {name: wanted[name] for name in _MORE_DETAILS if name in wanted}
        is_out = flag(wanted, "ProductionAccessEnabled", default=not self.is_in_sandbox)
        return self._set(details=details, is_out_of_sandbox=is_out)

    def _set(self, **settings: Any) -> web.Response:
        self._held |= settings
        self._shelf.put(_KEY, json.dumps(self._held).encode())
        return web.json_response({})
