"""`/_twin/payments`: the buttons of Stripe's Dashboard that move money."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.page import view
from emulators.stripe.page.html import html, see_other
from emulators.stripe.payments import refundable, returns
from emulators.stripe.payments.refunds import CANCELABLE_FOR, OVER
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wiring import Twin

_PATH = "/_twin/payments"
_SHOWN_MAX = 50


def routes(twin: Twin) -> Iterator[web.RouteDef]:
    page = Dashboard(twin)
    yield web.get(_PATH, page.show)
    yield web.post("/_twin/charges/{id}/refund", page.refund)
    yield web.post("/_twin/refunds/{id}/cancel", page.cancel_refund)
    yield web.post("/_twin/refunds/{id}/answer", page.answer_refund)
    yield web.post("/_twin/payouts/{id}/fail", page.fail_payout)


class Dashboard:
    def __init__(self, twin: Twin) -> None:
        self._account = twin.account
        self._money = twin.money

    async def show(self, request: web.Request) -> web.Response:
        del request
        newest = self._account.store.newest_first
        charges = [row for row in newest("charge") if row["status"] != "failed"]
        refunds = [self._with_buttons(row) for row in newest("refund")[:_SHOWN_MAX]]
        return html(
            view.dashboard_page(charges[:_SHOWN_MAX], refunds, newest("payout")[:_SHOWN_MAX])
        )

    async def refund(self, request: web.Request) -> web.Response:
        """Form: `amount` in minor units; without it, all that is left."""
        form = await request.post()
        typed = str(form.get("amount", ""))

        def act() -> JsonObject:
            if typed and not typed.isdigit():
                raise errors.invalid(f"Invalid integer: {typed}", "amount")
            charge = refundable.charge(self._account, {"charge": request.match_info["id"]})
            amount = refundable.amount(charge, int(typed) if typed else None)
            details = {"reason": "requested_by_customer", "metadata": {}}
            return self._money.refunds.create(charge, amount, details)

        return _done(act)

    async def cancel_refund(self, request: web.Request) -> web.Response:
        def act() -> JsonObject:
            refund = self._found("refund", request)
            if not self._can_cancel(refund):
                raise errors.invalid("This refund can no longer be canceled.")
            owner = self._money.refunds if refund["charge"] else self._money.returns
            return owner.cancel(refund)

        return _done(act)

    async def answer_refund(self, request: web.Request) -> web.Response:
        """What the customer does who is asked by mail where to send the money."""

        def act() -> JsonObject:
            refund = self._found("refund", request)
            if not returns.can_answer(refund):
                raise errors.invalid("Nobody is asked about this refund.")
            return self._money.returns.answer(refund)

        return _done(act)

    async def fail_payout(self, request: web.Request) -> web.Response:
        """Not a button of Stripe's: what a wrong account number does."""

        def act() -> JsonObject:
            payout = self._found("payout", request)
            if payout["status"] in {"canceled", "failed"}:
                raise errors.invalid(f"This payout is {payout['status']} already.")
            return self._money.payouts.fail(payout)

        return _done(act)

    def _with_buttons(self, refund: JsonObject) -> JsonObject:
        can = {"can_answer": returns.can_answer(refund), "can_cancel": self._can_cancel(refund)}
        return {**refund, **can}

    def _can_cancel(self, refund: JsonObject) -> bool:
        if refund["charge"] is None:
            return returns.can_answer(refund)
        age_seconds = self._account.now() - refund["created"]
        return refund["status"] not in OVER and age_seconds <= CANCELABLE_FOR.total_seconds()

    def _found(self, kind: str, request: web.Request) -> JsonObject:
        found = self._account.store.find(kind, request.match_info["id"])
        if found is None:
            raise errors.no_such(kind, request.match_info["id"], "id", 404)
        return found


def _done(act: Callable[[], JsonObject]) -> web.Response:
    try:
        act()
    except StripeError as error:
        return html(view.missing_page(error.message), HTTPStatus(error.status))
    return see_other(_PATH)
