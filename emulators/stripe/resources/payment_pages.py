"""/v1/payment_pages: how the Stripe CLI's `trigger checkout.session.completed` pays."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.checkout import Buyer, Checkout
from emulators.stripe.resources import lookup, payment_methods
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text, Url, Whole

_ONE = "/v1/payment_pages/{id}"
_CONFIRM = Fields(
    {"expected_amount": Whole(0), "payment_method": Text(), "return_url": Url()},
    required=("payment_method",),
)


class PaymentPages:
    """Not part of the public API, so only what the CLI's fixtures send and read is here."""

    def __init__(self, account: Account, checkout: Checkout) -> None:
        self._account = account
        self._checkout = checkout
        self.endpoints = (
            Endpoint("GET", _ONE, self._retrieve),
            Endpoint("POST", f"{_ONE}/confirm", self._confirm, _CONFIRM),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        session = lookup.in_path(self._account, "checkout.session", call.id)
        total = session["amount_total"]
        summary = {"due": total, "subtotal": session["amount_subtotal"], "total": total}
        return {**session, "object": "payment_page", "total_summary": summary}

    def _confirm(self, call: Call) -> JsonObject:
        session = lookup.in_path(self._account, "checkout.session", call.id)
        if session["status"] != "open":
            message = f"This Checkout Session has a status of `{session['status']}`."
            raise errors.invalid(message, code="checkout_not_active_session")
        if call.params.get("expected_amount", session["amount_total"]) != session["amount_total"]:
            message = f"The expected amount does not match: {session['amount_total']} is due."
            raise errors.invalid(message, "expected_amount", "checkout_amount_mismatch")
        method = payment_methods.find(
            self._account, call.params["payment_method"], "payment_method"
        )
        billing = method["billing_details"]
        buyer = Buyer(billing["email"] or "", billing["name"] or "", billing["address"])
        session = self._checkout.pay_with(call.id, buyer, method)
        if session["status"] == "open":
            kind = "setup_intent" if session["mode"] == "setup" else "payment_intent"
            raise _unpaid(self._account.store.get(kind, session[kind]))
        return self._retrieve(call)


def _unpaid(intent: JsonObject) -> StripeError:
    is_setup = intent["object"] == "setup_intent"
    error = intent["last_setup_error" if is_setup else "last_payment_error"]
    if error is None:
        return errors.wrong_state("The buyer has to authenticate on the hosted page.", intent)
    return StripeError(402, error["type"], error["message"], error["code"])
