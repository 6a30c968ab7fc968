"""What a customer may do in the billing portal."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.billing.subscriptions import ending, items, updating
from emulators.stripe.billing.subscriptions.parts import Parts
from emulators.stripe.payments import methods, setup_intents
from emulators.stripe.payments.methods import CardDetails
from emulators.stripe.payments.payments import Challenge
from emulators.stripe.payments.setups import Setups
from emulators.stripe.store import JsonObject

_LINK = "portal_of"


@dataclass(frozen=True, slots=True)
class Visit:
    """A portal session with all that its page shows."""

    session: JsonObject
    features: JsonObject
    customer: JsonObject
    subscriptions: list[JsonObject]
    invoices: list[JsonObject]
    offers: list[JsonObject]
    """The prices that a customer may change to."""
    profile: JsonObject
    """The shop's own line at the top, and where its terms are."""


class Portal:
    def __init__(self, parts: Parts, setups: Setups) -> None:
        self._parts = parts
        self._account = parts.account
        self._setups = setups
        setups.watch(self._follow)

    def visit(self, session_id: str) -> Visit | None:
        store = self._account.store
        session = store.find("billing_portal.session", session_id)
        if session is None:
            return None
        configuration = store.get("billing_portal.configuration", session["configuration"])
        features = configuration["features"]
        customer = session["customer"]
        alive = [
            row
            for row in store.newest_first("subscription")
            if row["customer"] == customer and row["status"] not in {"canceled", "incomplete"}
        ]
        told = [
            row
            for row in store.newest_first("invoice")
            if row["customer"] == customer and row["status"] != "draft"
        ]
        products = features["subscription_update"].get("products") or []
        offers = [store.get("price", key) for one in products for key in one["prices"]]
        return Visit(
            session=session,
            features=features,
            customer=store.get("customer", customer),
            subscriptions=alive,
            invoices=told,
            offers=offers,
            profile=configuration["business_profile"],
        )

    def cancel(self, visit: Visit, subscription_id: str) -> None:
        """Now or at the end of the period, as the configuration has it."""
        subscription = self._own(visit, subscription_id)
        feature = visit.features["subscription_cancel"]
        if subscription is None or not feature["enabled"]:
            return
        if feature["mode"] == "immediately":
            prorates = feature["proration_behavior"] != "none"
            ending.cancel(
                self._parts, subscription, reason="cancellation_requested", prorates=prorates
            )
        else:
            updating.update(self._parts, subscription, {"cancel_at_period_end": True})

    def keep(self, visit: Visit, subscription_id: str) -> None:
        subscription = self._own(visit, subscription_id)
        if subscription is not None and subscription["cancel_at"]:
            updating.update(self._parts, subscription, {"cancel_at_period_end": False})

    def change(self, visit: Visit, subscription_id: str, price_id: str) -> None:
        """Another plan, from those that the configuration offers."""
        subscription = self._own(visit, subscription_id)
        feature = visit.features["subscription_update"]
        offered = {price["id"] for price in visit.offers}
        if subscription is None or not feature["enabled"] or price_id not in offered:
            return
        first = items.of(subscription)[0]
        changes = {
            "items": [{"id": first["id"], "price": price_id}],
            "proration_behavior": feature["proration_behavior"],
        }
        updating.update(self._parts, subscription, changes)

    def use_card(self, visit: Visit, card: CardDetails, base_url: str) -> JsonObject:
        """Try a new card, and pay by it from now on; the SetupIntent after the attempt."""
        customer = visit.customer["id"]
        method = methods.create(self._account, card, {"email": visit.customer["email"]})
        intent = setup_intents.create(self._account, {"customer": customer})
        self._account.store.put(_LINK, intent["id"], {"customer": customer})
        challenge = Challenge(f"{base_url}/authenticate/{intent['id']}", visit.session["url"])
        return self._setups.confirm(intent, method, challenge)

    def _follow(self, intent: JsonObject) -> None:
        link = self._account.store.find(_LINK, intent["id"])
        if link is None or intent["status"] != "succeeded":
            return
        before = self._account.store.get("customer", link["customer"])
        method = intent["payment_method"]
        settings = {**before["invoice_settings"], "default_payment_method": method}
        after = self._account.store.save({**before, "invoice_settings": settings})
        self._account.events.emit("customer.updated", after, before)
        for row in self._account.store.newest_first("subscription"):
            if row["customer"] == after["id"] and row["default_payment_method"]:
                self._parts.save(row, {"default_payment_method": method})

    def _own(self, visit: Visit, subscription_id: str) -> JsonObject | None:
        return next((row for row in visit.subscriptions if row["id"] == subscription_id), None)
