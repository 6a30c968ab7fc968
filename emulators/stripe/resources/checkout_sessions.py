"""/v1/checkout/sessions."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout import params
from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, LIMIT_DEFAULT, PAGE, listed, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text

_PATH = "/v1/checkout/sessions"
_LIST = Fields(
    {
        **CREATED_PAGE,
        "customer": Text(),
        "customer_details": Fields({"email": Text()}, required=("email",)),
        "payment_intent": Text(),
        "payment_link": Text(),
        "status": Text(choices=("complete", "expired", "open")),
        "subscription": Text(),
    }
)
_UPDATE = Fields(
    {
        "metadata": Metadata(),
        **not_simulated(
            "collected_information", "line_items", "payment_intent_data", "shipping_options"
        ),
    }
)


class CheckoutSessions:
    def __init__(self, account: Account, checkout: Checkout) -> None:
        self._account = account
        self._checkout = checkout
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, params.CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("POST", f"{one}/expire", self._expire),
            Endpoint("GET", f"{one}/line_items", self._line_items, Fields(PAGE)),
        )

    def included_line_items(self, session: JsonObject) -> JsonObject:
        """What `expand[]=line_items` gives: the first few, and where the rest is."""
        items = self._checkout.line_items(session["id"])
        url = f"{_PATH}/{session['id']}/line_items"
        return listed(items[:LIMIT_DEFAULT], url, has_more=len(items) > LIMIT_DEFAULT)

    def _create(self, call: Call) -> JsonObject:
        return self._checkout.create({**call.params, "metadata": merged({}, call.params)})

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "checkout.session", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        metadata = merged(before["metadata"], call.params)
        return self._account.store.save({**before, "metadata": metadata})

    def _expire(self, call: Call) -> JsonObject:
        session = self._retrieve(call)
        if session["status"] != "open":
            raise errors.invalid(
                'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
                f" Session has a status of `{session['status']}`."
            )
        return self._checkout.expire(session)

    def _line_items(self, call: Call) -> JsonObject:
        self._retrieve(call)
        url = f"{_PATH}/{call.id}/line_items"
        return page(self._checkout.line_items(call.id), call.params, url)

    def _list(self, call: Call) -> JsonObject:
        sessions = self._account.store.newest_first("checkout.session")
        rows = where(
            sessions,
            call.params,
            "customer",
            "payment_intent",
            "payment_link",
            "status",
            "subscription",
        )
        email = call.params.get("customer_details", {}).get("email")
        return page([row for row in rows if email in {None, _email(row)}], call.params, _PATH)


def _email(session: JsonObject) -> str | None:
    details = session["customer_details"]
    return details["email"] if details else None
