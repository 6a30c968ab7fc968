"""`/_twin/`: what a test, a demo or a console may do that Stripe's API does not offer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from aiohttp import web

from emulators.stripe.delivery import schedule as schedules
from emulators.stripe.page import entry, payment
from emulators.stripe.page.payment import Outcome
from emulators.stripe.payments import cards
from emulators.stripe.resources import webhook_endpoints
from emulators.stripe.store import JsonObject
from emulators.stripe.wire.faults import Fault
from emulators.stripe.wiring import Twin

_STATUS = {"complete": 200, "challenge": 200, "declined": 402, "expired": 410, "repriced": 409}


def routes(twin: Twin) -> Iterator[web.RouteDef]:
    control = Control(twin)
    yield web.get("/_twin/state", control.state)
    yield web.post("/_twin/delivery", control.delivery)
    yield web.post("/_twin/faults", control.fault)
    yield web.post("/_twin/rate-limit", control.limit_rate)
    yield web.post("/_twin/restricted-keys", control.restrict)
    yield web.post("/_twin/webhook-endpoints/{id}/roll-secret", control.roll_secret)
    yield web.post("/_twin/search", control.search)
    yield web.post("/_twin/checkout/sessions/{id}/pay", control.pay)


class Control:
    def __init__(self, twin: Twin) -> None:
        self._twin = twin

    async def state(self, request: web.Request) -> web.Response:
        """How much of everything there is, and how delivery is doing."""
        del request
        deliveries = self._twin.deliveries
        return web.json_response(
            {
                "objects": self._twin.account.store.counts(),
                "deliveries": {**deliveries.records.counts(), "attempts": deliveries.attempt_count},
                "switches": {
                    "duplicates": deliveries.switches.duplicates,
                    "shuffle_ms": deliveries.switches.shuffle_ms,
                },
                "now": self._twin.account.clock.now().isoformat(),
            }
        )

    async def delivery(self, request: web.Request) -> web.Response:
        """{"duplicates": n, "shuffle_ms": m, "schedule": "everyday"}: until a restart.

        `schedule`: `everyday`, `sandbox` or `live`, see `delivery.schedule`.
        """
        body = await _body(request)
        deliveries = self._twin.deliveries
        schedule = body.pop("schedule", None)
        if schedule is not None and schedule not in schedules.BY_NAME:
            raise _bad(f"schedule: one of {', '.join(schedules.BY_NAME)}")
        given = _numbers(body, "duplicates", "shuffle_ms")
        deliveries.switches = replace(deliveries.switches, **given)
        if schedule is not None:
            deliveries.schedule = schedules.BY_NAME[schedule]
        return await self.state(request)

    async def roll_secret(self, request: web.Request) -> web.Response:
        """{"overlap_seconds": n}: a new signing secret for an endpoint or event destination."""
        given = await _whole_numbers(request, "overlap_seconds")
        destination_id = request.match_info["id"]
        deliveries = self._twin.deliveries
        if deliveries.destinations.find(destination_id) is None:
            raise web.HTTPNotFound(text="no such endpoint")
        overlap = timedelta(seconds=given.get("overlap_seconds", 0))
        secret = webhook_endpoints.roll_secret(
            self._twin.account, deliveries, destination_id, overlap
        )
        return web.json_response({"id": destination_id, "secret": secret})

    async def fault(self, request: web.Request) -> web.Response:
        """The fields of `wire.faults.Fault`."""
        given = await _body(request)
        try:
            self._twin.faults.add(Fault(**given))
        except TypeError as error:
            raise _bad(str(error)) from None
        return web.json_response(given)

    async def limit_rate(self, request: web.Request) -> web.Response:
        """{"per_second": n, "per_endpoint": n, "concurrent": n}; 0 takes a limit off."""
        limit = self._twin.rate_limit
        given = await _whole_numbers(request, "per_second", "per_endpoint", "concurrent")
        for name, value in given.items():
            setattr(limit, name, value or None)
        return web.json_response(given)

    async def search(self, request: web.Request) -> web.Response:
        """{"lag_seconds": n}: let searches see only what was there at the last look."""
        given = await _whole_numbers(request, "lag_seconds")
        self._twin.search_index.lag(timedelta(seconds=given.get("lag_seconds", 0)))
        return web.json_response(given)

    async def restrict(self, request: web.Request) -> web.Response:
        """{"key": "rk_test_...", "permissions": ["rak_charge_read", ...]}."""
        given = await _body(request)
        try:
            self._twin.permissions.restrict(str(given["key"]), given["permissions"])
        except (KeyError, TypeError, ValueError) as error:
            raise _bad(str(error)) from None
        return web.json_response(given)

    async def pay(self, request: web.Request) -> web.Response:
        """Send the hosted page's form: see `_form`. `challenge`: `complete` or `fail`."""
        session = self._twin.account.store.find("checkout.session", request.match_info["id"])
        if session is None:
            raise web.HTTPNotFound(text="no such session")
        given = await _body(request)
        try:
            outcome = payment.pay(self._twin, session, self._form(given))
        except entry.Incomplete as incomplete:
            return web.json_response({"fields": dict(incomplete.complaints)}, status=400)
        if outcome.kind == "challenge" and "challenge" in given:
            outcome = self._answer_challenge(outcome, succeeds=given["challenge"] == "complete")
        answer: JsonObject = {"outcome": outcome.kind, "message": outcome.message}
        answer |= {"session": outcome.session, "url": outcome.url}
        return web.json_response(answer, status=_STATUS[outcome.kind])

    def _form(self, given: JsonObject) -> dict[str, str]:
        """The page's fields; `card` is short for `card_number`, and the rest has defaults."""
        fields = {name: str(value) for name, value in given.items() if value is not None}
        number = fields.pop("card", "4242424242424242")
        in_five_years = self._twin.account.clock.now().year + 5
        return {
            "method": "sepa_debit" if "iban" in fields else "card",
            "card_number": number,
            "card_expiry": f"12/{in_five_years}",
            "card_cvc": "1234"[: cards.cvc_length(number)],
            "email": "buyer@example.com",
            "name": "Test Buyer",
            "country": "SE",
            "line1": "1 Test Street",
            "postal_code": "111 22",
            "city": "Stockholm",
            **fields,
        }

    def _answer_challenge(self, outcome: Outcome, *, succeeds: bool) -> Outcome:
        store = self._twin.account.store
        intent = store.get("payment_intent", outcome.session["payment_intent"])
        self._twin.payments.authenticate(intent, succeeds=succeeds)
        session = store.get("checkout.session", outcome.session["id"])
        return payment.outcome(self._twin, session)


async def _body(request: web.Request) -> JsonObject:
    try:
        body: Any = await request.json()
    except json.JSONDecodeError:
        raise _bad("the body is not JSON") from None
    if not isinstance(body, dict):
        raise _bad("the body is not a JSON object")
    return body


async def _whole_numbers(request: web.Request, *names: str) -> dict[str, int]:
    return _numbers(await _body(request), *names)


def _numbers(body: JsonObject, *names: str) -> dict[str, int]:
    for name, value in body.items():
        if name not in names or not isinstance(value, int) or value < 0:
            raise _bad(f"{name}: one of {', '.join(names)} with a number of 0 or more")
    return body


def _bad(text: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=text, reason=HTTPStatus.BAD_REQUEST.phrase)
