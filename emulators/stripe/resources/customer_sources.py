"""/v1/customers/{id}/sources: cards the way they were kept before payment methods."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, methods
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text, Whole

_PATH = "/v1/customers/{id}/sources"
_ADDRESS = (
    "address_city",
    "address_country",
    "address_line1",
    "address_line2",
    "address_state",
    "address_zip",
)
_UPDATE = Fields(
    {
        **{name: Text(clearable=True) for name in (*_ADDRESS, "name")},
        "exp_month": Whole(1, 12),
        "exp_year": Whole(),
        "metadata": Metadata(),
    }
)
_BRANDS = {"amex": "American Express", "diners": "Diners Club", "jcb": "JCB"}
_BRANDS |= {"unionpay": "UnionPay", "mastercard": "MasterCard"}


class CustomerSources:
    """They can be kept and shown. To be charged, a card has to be a payment method."""

    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{part}}"
        create = Fields({"metadata": Metadata(), "source": Text()}, required=("source",))
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, create),
            Endpoint("GET", _PATH, self._list, Fields({**PAGE, "object": Text()})),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
            Endpoint("DELETE", one, self._delete),
        )

    def _create(self, call: Call) -> JsonObject:
        customer = lookup.in_param(self._account, "customer", call.id, "customer")
        test_card = cards.by_name(call.params["source"])
        if test_card is None:
            raise errors.no_such("token", call.params["source"], "source", 400)
        given = methods.stand_in(self._account, test_card)
        card = self._account.store.save(
            {
                "id": self._account.ids.new("card"),
                "object": "card",
                **dict.fromkeys((*_ADDRESS, "name")),
                "address_line1_check": None,
                "address_zip_check": None,
                "allow_redisplay": "unspecified",
                "brand": _BRANDS.get(test_card.brand, test_card.brand.capitalize()),
                "country": test_card.country,
                "customer": call.id,
                "cvc_check": "pass",
                "dynamic_last4": None,
                "exp_month": given.exp_month,
                "exp_year": given.exp_year,
                "fingerprint": cards.fingerprint(test_card.number),
                "funding": test_card.funding,
                "last4": test_card.number[-4:],
                "metadata": merged({}, call.params),
                "regulated_status": "unregulated",
                "tokenization_method": None,
            }
        )
        self._account.events.emit("customer.source.created", card)
        if customer["default_source"] is None:
            self._make_default(customer, card["id"])
        return card

    def _retrieve(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        card = self._account.store.find("card", call.part)
        if card is None or card["customer"] != call.id:
            raise errors.no_such("source", call.part, "id", 404)
        return card

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("customer.source.updated", after, before)
        return after

    def _delete(self, call: Call) -> JsonObject:
        card = self._retrieve(call)
        self._account.store.delete("card", call.part)
        customer = self._account.store.get("customer", call.id)
        if customer["default_source"] == call.part:
            left = self._of(call.id)
            self._make_default(customer, left[0]["id"] if left else None)
        self._account.events.emit("customer.source.deleted", card)
        return {"id": call.part, "object": "card", "deleted": True}

    def _list(self, call: Call) -> JsonObject:
        lookup.in_path(self._account, "customer", call.id)
        wanted = call.params.get("object", "card")
        rows = self._of(call.id) if wanted == "card" else []
        return page(rows, call.params, _PATH.format(id=call.id))

    def _of(self, customer_id: str) -> list[JsonObject]:
        rows = self._account.store.newest_first("card")
        return [row for row in rows if row["customer"] == customer_id]

    def _make_default(self, customer: JsonObject, card_id: str | None) -> None:
        after = self._account.store.save({**customer, "default_source": card_id})
        self._account.events.emit("customer.updated", after, customer)
