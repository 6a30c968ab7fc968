"""The life of a Checkout Session: open, then complete or expired."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from emulators.stripe.account import Account
from emulators.stripe.checkout import creation, line_items, shape
from emulators.stripe.payments import intents, method_types, methods
from emulators.stripe.payments.methods import Instrument
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.resources import customers
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Buyer:
    email: str
    name: str
    address: JsonObject


class Checkout:
    def __init__(self, account: Account, payments: Payments) -> None:
        self.base_url = ""
        self._account = account
        self._payments = payments
        account.agenda.on("checkout.expire", self._expire_if_open)
        payments.outcomes.watch(self._follow)

    def serve_at(self, base_url: str) -> None:
        """Where the hosted pages are. Open sessions move along when a restart changes the port."""
        self.base_url = base_url
        for session in self._account.store.newest_first("checkout.session"):
            if session["status"] == "open":
                self._save(session, {"url": self._page(session)})

    def challenge_url(self, intent: JsonObject) -> str:
        return f"{self.base_url}/authenticate/{intent['id']}"

    def create(self, params: JsonObject) -> JsonObject:
        session = creation.create(self._account, params)
        return self._save(session, {"url": self._page(session)})

    def line_items(self, session_id: str) -> list[JsonObject]:
        items = self._account.store.get("checkout", session_id)["items"]
        return [line_items.shown(self._account, item) for item in items]

    def pay(self, session_id: str, buyer: Buyer, instrument: Instrument) -> JsonObject:
        """What the hosted page does when its form is sent; the session as it is then."""
        billing = {"address": buyer.address, "email": buyer.email, "name": buyer.name}
        method = methods.create(self._account, instrument, billing)
        return self.pay_with(session_id, buyer, method)

    def pay_with(self, session_id: str, buyer: Buyer, method: JsonObject) -> JsonObject:
        session = self._account.store.get("checkout.session", session_id)
        if session["status"] != "open":
            return session
        self._account.store.put("buyer", session_id, asdict(buyer))
        intent = self._intent(session, buyer)
        challenge = Challenge(self.challenge_url(intent), session["url"])
        self._payments.confirm(intent, method, challenge)
        return self._account.store.get("checkout.session", session_id)

    def take_for_free(self, session_id: str, buyer: Buyer) -> JsonObject:
        """Complete a session that costs nothing: no PaymentIntent comes of it."""
        session = self._account.store.get("checkout.session", session_id)
        if session["status"] != "open":
            return session
        self._account.store.put("buyer", session_id, asdict(buyer))
        return self._complete(session, "no_payment_required")

    def expire(self, session: JsonObject) -> JsonObject:
        session = self._save(session, {"status": "expired", "url": None})
        self._account.events.emit("checkout.session.expired", session)
        intent = self._account.store.find("payment_intent", session["payment_intent"] or "")
        if intent is not None:
            self._payments.cancel(intent, "expired")
        return session

    def _expire_if_open(self, session_id: str) -> None:
        session = self._account.store.get("checkout.session", session_id)
        if session["status"] == "open":
            self.expire(session)

    def _intent(self, session: JsonObject, buyer: Buyer) -> JsonObject:
        """The session's PaymentIntent, made at the first attempt and used for all."""
        if session["payment_intent"]:
            return self._account.store.get("payment_intent", session["payment_intent"])
        customer_id = session["customer"]
        if session["customer_creation"] == "always":
            customer_id = customers.create(self._account, asdict(buyer))["id"]
        given = self._account.store.get("checkout", session["id"])["intent_data"]
        params = {**given, **method_types.chosen(session), "customer": customer_id}
        amount, currency = session["amount_total"], session["currency"]
        intent = intents.create(self._account, amount, currency, params)
        self._account.store.put("checkout_of", intent["id"], {"session": session["id"]})
        self._save(session, {"payment_intent": intent["id"], "customer": customer_id})
        return intent

    def _follow(self, intent: JsonObject) -> None:
        """An attempt has come to a result; see whether it is one for a session."""
        link = self._account.store.find("checkout_of", intent["id"])
        if link is None:
            return
        session = self._account.store.get("checkout.session", link["session"])
        if session["status"] == "open":
            self._follow_first(session, intent["status"])
        elif session["payment_status"] == "unpaid":
            self._follow_later(session, intent)

    def _follow_first(self, session: JsonObject, intent_status: str) -> None:
        if intent_status == "succeeded":
            self._complete(session, "paid")
        elif intent_status in {"processing", "requires_capture"}:
            self._complete(session, "unpaid")

    def _follow_later(self, session: JsonObject, intent: JsonObject) -> None:
        """A debit has settled, or what was held on a card was captured: only the first is told."""
        is_paid = intent["status"] == "succeeded"
        if is_paid:
            session = self._save(session, {"payment_status": "paid"})
        charge = self._account.store.get("charge", intent["latest_charge"])
        if charge["payment_method_details"]["type"] == "sepa_debit":
            result = "succeeded" if is_paid else "failed"
            self._account.events.emit(f"checkout.session.async_payment_{result}", session)

    def _complete(self, session: JsonObject, payment_status: str) -> JsonObject:
        buyer = Buyer(**self._account.store.get("buyer", session["id"]))
        details = shape.after_payment(buyer.email, buyer.name, buyer.address)
        changes = {
            "automatic_tax": shape.tax_settled(session["automatic_tax"]),
            "collected_information": shape.NOTHING_COLLECTED,
            "customer_details": details,
            "payment_status": payment_status,
            "status": "complete",
            "url": None,
        }
        session = self._save(session, changes)
        event = self._account.events.emit("checkout.session.completed", session)
        self._account.store.put("completion", session["id"], {"event": event["id"]})
        return session

    def _page(self, session: JsonObject) -> str:
        return f"{self.base_url}/c/pay/{session['id']}"

    def _save(self, session: JsonObject, changes: JsonObject) -> JsonObject:
        return self._account.store.save({**session, **changes})
