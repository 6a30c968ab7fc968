"""The bank's page of a 3-D Secure payment: a simple Complete or Fail."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit, urlunsplit

from aiohttp import web

from emulators.stripe.page import payment, view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.payments.payments import Payments
from emulators.stripe.payments.setups import Setups
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin


class ChallengePage:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin
        self._store = twin.account.store

    async def show(self, request: web.Request) -> web.Response:
        intent = self._waiting(request)
        if intent is None:
            return _nothing_to_do()
        method = self._store.get("payment_method", intent["payment_method"])
        return html(view.challenge_page(intent, method, self._merchant(intent)))

    async def answer(self, request: web.Request) -> web.Response:
        intent = self._waiting(request)
        if intent is None:
            return _nothing_to_do()
        form = await request.post()
        return_url = intent["next_action"]["redirect_to_url"]["return_url"]
        succeeds = form.get("answer") == "complete"
        intent = self._life_of(intent).authenticate(intent, succeeds=succeeds)
        session = self._session(intent)
        if session is not None:
            return await self._back_to_checkout(session)
        return see_other(_returned(return_url, intent)) if return_url else _nothing_to_do()

    async def _back_to_checkout(self, session: JsonObject) -> web.Response:
        if session["status"] != "complete":
            return see_other(f"/c/pay/{session['id']}?declined=1")
        await payment.webhook_had_its_chance(self._twin, session)
        return see_other(payment.onward_url(self._twin, session))

    def _life_of(self, intent: JsonObject) -> Payments | Setups:
        is_setup = intent["object"] == "setup_intent"
        return self._twin.money.setups if is_setup else self._twin.payments

    def _waiting(self, request: web.Request) -> JsonObject | None:
        key = request.match_info["id"]
        intent = self._store.find("payment_intent", key) or self._store.find("setup_intent", key)
        return intent if intent and intent["status"] == "requires_action" else None

    def _session(self, intent: JsonObject) -> JsonObject | None:
        link = self._store.find("checkout_of", intent["id"])
        return None if link is None else self._store.get("checkout.session", link["session"])

    def _merchant(self, intent: JsonObject) -> str:
        session = self._session(intent)
        return session["branding_settings"]["display_name"] if session else "the shop"


def _returned(return_url: str, intent: JsonObject) -> str:
    """The shop's address with what Stripe adds to it."""
    parts = urlsplit(return_url)
    kind = intent["object"]
    error = intent["last_setup_error" if kind == "setup_intent" else "last_payment_error"]
    added = urlencode(
        {
            kind: intent["id"],
            f"{kind}_client_secret": intent["client_secret"],
            "redirect_status": "failed" if error else "succeeded",
        }
    )
    return urlunsplit(parts._replace(query=f"{parts.query}&{added}" if parts.query else added))


def _nothing_to_do() -> web.Response:
    return html(view.missing_page("There is nothing to authenticate here."), HTTPStatus.NOT_FOUND)
