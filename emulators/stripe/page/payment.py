"""Paying a session: what happens when the form of the hosted page is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from emulators.stripe.page import entry, messages
from emulators.stripe.store import JsonObject
from emulators.stripe.wiring import Twin

REDIRECT_WAITS = timedelta(seconds=10)
"""How long the page gives the shop's webhook before it sends the buyer on regardless."""


@dataclass(frozen=True, slots=True)
class Outcome:
    kind: Literal["complete", "challenge", "declined", "expired"]
    session: JsonObject
    message: str = ""
    """For the buyer, if declined."""
    url: str = ""
    """Where to authenticate, if challenged."""


def pay(twin: Twin, session: JsonObject, fields: Mapping[str, str]) -> Outcome:
    """Raises `entry.Incomplete` when the fields could not be used; then nothing has happened."""
    if session["status"] == "open":
        typed = entry.read(fields, session, twin.account.clock.now().date())
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
    intent = twin.account.store.get("payment_intent", session["payment_intent"])
    if intent["status"] == "requires_action":
        return Outcome("challenge", session, url=intent["next_action"]["redirect_to_url"]["url"])
    return Outcome("declined", session, messages.decline(intent["last_payment_error"]))


def onward_url(twin: Twin, session: JsonObject) -> str:
    """Where the buyer goes after paying, as this machine reaches it."""
    url = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return twin.routes.dial(url)


async def webhook_had_its_chance(twin: Twin, session: JsonObject) -> None:
    """Like Stripe, let the shop hear of the payment before its buyer comes back."""
    completion = twin.account.store.get("completion", session["id"])
    await twin.deliveries.received(completion["event"], REDIRECT_WAITS)
