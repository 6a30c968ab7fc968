"""Paying a session: what happens when the form of the hosted page is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from emulators.stripe.page import entry, messages, promotion
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

REDIRECT_WAITS = timedelta(seconds=10)
"""How long the page gives the shop's webhook before it sends the buyer on regardless."""


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: Literal["complete", "challenge", "declined", "expired", "repriced"]
    session: JsonObject
    message: str = ""
    """For the buyer, if declined."""
    url: str = ""
    """Where to authenticate, if challenged."""


def pay(twin: Twin, session: JsonObject, fields: Mapping[str, str]) -> Outcome:
    """Raises `entry.Incomplete` when the fields could not be used; then nothing has happened.

    Nor has it when the amount is another than the buyer saw, because of a code or a tax.
    """
    if session["status"] == "open":
        session = promotion.applied(twin.checkout, session, fields)
        typed = entry.read(fields, session, twin.account.clock.now().date())
        session = twin.checkout.price_for(session, typed.buyer)
        if fields.get("shown_total") not in {None, str(session["amount_total"])}:
            return Outcome("repriced", session)
        if typed.instrument is None:
            session = twin.checkout.take_for_free(session["id"], typed.buyer)
        else:
            session = twin.checkout.pay(session["id"], typed.buyer, typed.instrument)
    return outcome(twin, session)


def outcome(twin: Twin, session: JsonObject) -> Outcome:
    """Where an attempt has left the session."""
    if session["status"] == "complete":
        return Outcome("complete", session)
    if session["status"] == "expired":
        return Outcome("expired", session)
    kind = "setup_intent" if session["setup_intent"] else "payment_intent"
    intent = twin.account.store.get(kind, session[kind])
    if intent["status"] == "requires_action":
        return Outcome("challenge", session, url=intent["next_action"]["redirect_to_url"]["url"])
    error = intent["last_setup_error" if kind == "setup_intent" else "last_payment_error"]
    return Outcome("declined", session, messages.decline(error))


def onward_url(twin: Twin, session: JsonObject) -> str:
    """Where the buyer goes after paying, as this machine reaches it."""
    url = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return twin.routes.dial(url)


async def webhook_had_its_chance(twin: Twin, session: JsonObject) -> None:
    """Like Stripe, let the shop hear of the payment before its buyer comes back."""
    completion = twin.account.store.get("completion", session["id"])
    await twin.deliveries.received(completion["event"], REDIRECT_WAITS)
