"""The life of a Checkout Session: open, then complete or expired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from emulators.stripe.account import Account
from emulators.stripe.checkout import (
    collecting,
    creation,
    line_items,
    pricing,
    session_discounts,
    settling,
    setup_mode,
    shape,
)
from emulators.stripe.payments import intents, method_types, methods, presentment
from emulators.stripe.payments.methods import Instrument
from emulators.stripe.payments.payments import Challenge, Payments
from emulators.stripe.payments.setups import Setups
from emulators.stripe.resources import customers
from emulators.stripe.store import JsonObject


@dataclass(frozen=True, slots=True)
class Buyer:
    email: str
    name: str
    address: JsonObject
    tax_ids: list[JsonObject] = field(default_factory=list)
    answers: JsonObject = field(default_factory=dict)
    """To what the shop asks besides: see `collecting.answered`."""


Subscribe = Callable[[JsonObject, JsonObject | None], JsonObject]
"""Begin the subscription of a session that an intent has paid; what changes in the session."""


def _nobody_subscribes(session: JsonObject, intent: JsonObject | None) -> JsonObject:
    raise RuntimeError(f"no billing for {session['id']} and {intent}")


class Checkout:
    def __init__(self, account: Account, payments: Payments, setups: Setups) -> None:
        self.base_url = ""
        self.subscribe: Subscribe = _nobody_subscribes
        self._account = account
        self._payments = payments
        self._setups = setups
        account.agenda.on("checkout.expire", self._expire_if_open)
        payments.outcomes.watch(self._follow)
        setups.watch(self._follow)

    def serve_at(self, base_url: str) -> None:
        """Where the hosted pages are. Open sessions move along when a restart changes the port."""
        self.base_url = base_url
        for session in self._account.store.newest_first("checkout.session"):
            if session["status"] == "open":
                self._save(session, {"url": self._page(session)})

    def challenge_url(self, intent: JsonObject) -> str:
        return f"{self.base_url}/authenticate/{intent['id']}"

    def transfer_url(self, intent: JsonObject) -> str:
        return f"{self.base_url}/transfer/{intent['id']}"

    def create(self, params: JsonObject) -> JsonObject:
        is_setup = params["mode"] == "setup"
        session = (setup_mode if is_setup else creation).create(self._account, params)
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
        if session["setup_intent"]:
            session = self._save(session, {"customer": self._customer(session, buyer)})
            url = self.challenge_url({"id": session["setup_intent"]})
            setup_mode.confirm(self._account, self._setups, session, method, url)
            return self._account.store.get("checkout.session", session_id)
        session = self.price_for(session, buyer)
        intent = self._intent(session, buyer)
        challenge = Challenge(self.challenge_url(intent), session["url"])
        self._payments.confirm(intent, method, challenge)
        return self._account.store.get("checkout.session", session_id)

    def price_for(self, session: JsonObject, buyer: Buyer) -> JsonObject:
        """The session with the amounts that are due from this buyer."""
        shipping = collecting.chosen(session, buyer.answers)
        if shipping:
            payer = creation.known_payer(self._account, session)
            session = pricing.priced(self._account, {**session, **shipping}, payer)
            session = self._save(session, {})
        sent_to = buyer.answers.get("shipping_details") or {"address": buyer.address}
        return settling.settle(self._account, session, sent_to["address"], buyer.tax_ids)

    def apply_code(self, session: JsonObject, code: str) -> JsonObject | None:
        """The session with the discount of a code that the buyer typed; None: it is no good."""
        wishes = session_discounts.asked_for(self._account, session, code)
        if wishes is None:
            return None
        session = session_discounts.put_on(self._account, session, wishes)
        payer = creation.known_payer(self._account, session)
        return self._save(pricing.priced(self._account, session, payer), {})

    def take_for_free(self, session_id: str, buyer: Buyer) -> JsonObject:
        """Complete a session that costs nothing: no PaymentIntent comes of it."""
        session = self._account.store.get("checkout.session", session_id)
        if session["status"] != "open":
            return session
        self._account.store.put("buyer", session_id, asdict(buyer))
        session = self._save(session, {"customer": self._customer(session, buyer)})
        return self._complete(self.price_for(session, buyer), "no_payment_required")

    def expire(self, session: JsonObject) -> JsonObject:
        session = self._save(session, {"status": "expired", "url": None})
        self._account.events.emit("checkout.session.expired", session)
        intent = self._account.store.find("payment_intent", session["payment_intent"] or "")
        if intent is not None:
            self._payments.cancel(intent, "expired")
        setup = self._account.store.find("setup_intent", session["setup_intent"] or "")
        if setup is not None:
            self._setups.cancel(setup, None)
        return session

    def _expire_if_open(self, session_id: str) -> None:
        session = self._account.store.get("checkout.session", session_id)
        if session["status"] == "open":
            self.expire(session)

    def _intent(self, session: JsonObject, buyer: Buyer) -> JsonObject:
        """The session's PaymentIntent, made at the first attempt and used for all."""
        shown = presentment.of_session(session, buyer.address["country"])
        if session["payment_intent"]:
            before = self._account.store.get("payment_intent", session["payment_intent"])
            intent = {**presentment.without(before), **shown, "amount": session["amount_total"]}
            return self._account.store.save(intent)
        customer_id = self._customer(session, buyer)
        given = self._account.store.get("checkout", session["id"])["intent_data"]
        params = {**given, **method_types.chosen(session), "customer": customer_id, **shown}
        if session["mode"] == "subscription":
            params["setup_future_usage"] = "off_session"
        if buyer.answers.get("shipping_details"):
            params["shipping"] = buyer.answers["shipping_details"]
        amount, currency = session["amount_total"], session["currency"]
        intent = intents.create(self._account, amount, currency, params)
        self._account.store.put("checkout_of", intent["id"], {"session": session["id"]})
        self._save(session, {"payment_intent": intent["id"], "customer": customer_id})
        return intent

    def _customer(self, session: JsonObject, buyer: Buyer) -> str | None:
        """The session's customer, made at the first attempt if the session wants one."""
        if session["customer"] or session["customer_creation"] != "always":
            known: str | None = session["customer"]
            return known
        told = {"email": buyer.email, "name": buyer.name, "address": buyer.address}
        return str(customers.create(self._account, told)["id"])

    def _follow(self, intent: JsonObject) -> None:
        """An attempt has come to a result; see whether it is one for a session."""
        link = self._account.store.find("checkout_of", intent["id"])
        if link is None:
            return
        session = self._account.store.get("checkout.session", link["session"])
        if session["status"] == "open":
            self._follow_first(session, intent)
        elif session["payment_status"] == "unpaid":
            self._follow_later(session, intent)

    def _follow_first(self, session: JsonObject, intent: JsonObject) -> None:
        if intent["status"] == "succeeded":
            is_setup = intent["object"] == "setup_intent"
            status = "no_payment_required" if is_setup else "paid"
            self._complete(session, status, intent)
        elif intent["status"] in {"processing", "requires_capture"}:
            self._complete(session, "unpaid", intent)

    def _follow_later(self, session: JsonObject, intent: JsonObject) -> None:
        """A debit has settled, or what was held on a card was captured: only the first is told."""
        is_paid = intent["status"] == "succeeded"
        if is_paid:
            session = self._save(session, {"payment_status": "paid"})
        charge = self._account.store.get("charge", intent["latest_charge"])
        if charge["payment_method_details"]["type"] != "card":
            result = "succeeded" if is_paid else "failed"
            self._account.events.emit(f"checkout.session.async_payment_{result}", session)

    def _complete(
        self, session: JsonObject, payment_status: str, intent: JsonObject | None = None
    ) -> JsonObject:
        buyer = Buyer(**self._account.store.get("buyer", session["id"]))
        details = shape.after_payment(buyer.email, buyer.name, buyer.address)
        details |= {"phone": buyer.answers.get("phone"), "tax_ids": buyer.tax_ids}
        told = {"name": buyer.name, "address": buyer.address}
        if buyer.answers.get("shipping_details"):
            told["shipping"] = buyer.answers["shipping_details"]
        settling.teach_customer(self._account, session, told, buyer.tax_ids)
        if session["mode"] == "subscription":
            session = self._save(session, self.subscribe(session, intent))
        else:
            session_discounts.redeem(self._account, session["id"])
        changes = {
            **collecting.answered(session, buyer.answers),
            "customer_details": details,
            "payment_status": payment_status,
            "status": "complete",
            "url": None,
            **presentment.carried(intent or {}),
        }
        session = self._save(session, changes)
        event = self._account.events.emit("checkout.session.completed", session)
        self._account.store.put("completion", session["id"], {"event": event["id"]})
        return session

    def _page(self, session: JsonObject) -> str:
        return f"{self.base_url}/c/pay/{session['id']}"

    def _save(self, session: JsonObject, changes: JsonObject) -> JsonObject:
        return self._account.store.save({**session, **changes})
