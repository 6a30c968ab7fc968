"""/v1/shipping_rates: what it costs to send, and how long it takes."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Flag, Text, Whole

_PATH = "/v1/shipping_rates"
_BEHAVIOR = Text(choices=("exclusive", "inclusive", "unspecified"))
_TIME = Fields(
    {
        "unit": Text(choices=("business_day", "day", "hour", "month", "week")),
        "value": Whole(1),
    },
    required=("unit", "value"),
)
RATE = Fields(
    {
        "delivery_estimate": Fields({"maximum": _TIME, "minimum": _TIME}),
        "display_name": Text(100),
        "fixed_amount": Fields(
            {
                "amount": Whole(0),
                "currency": CurrencyCode(),
                **not_simulated("currency_options"),
            },
            required=("amount", "currency"),
        ),
        "metadata": Metadata(),
        "tax_behavior": _BEHAVIOR,
        "tax_code": Text(),
        "type": Text(choices=("fixed_amount",)),
    },
    required=("display_name",),
)
_UPDATE = Fields(
    {
        "active": Flag(),
        "metadata": Metadata(),
        "tax_behavior": _BEHAVIOR,
        **not_simulated("fixed_amount"),
    }
)
_LIST = Fields({**CREATED_PAGE, "active": Flag(), "currency": CurrencyCode()})


def create(account: Account, params: JsonObject, at: str = "") -> JsonObject:
    """Save a rate. `at`: where its parameters stand, such as `shipping_options[0][...]`."""
    if "fixed_amount" not in params:
        raise errors.missing(f"{at}[fixed_amount]" if at else "fixed_amount")
    estimate = params.get("delivery_estimate")
    return account.store.save(
        {
            "id": account.ids.new("shr"),
            "object": "shipping_rate",
            "active": True,
            "created": account.now(),
            "delivery_estimate": estimate and {"maximum": None, "minimum": None, **estimate},
            "display_name": params["display_name"],
            "fixed_amount": params["fixed_amount"],
            "livemode": False,
            "metadata": merged({}, params),
            "tax_behavior": params.get("tax_behavior", "unspecified"),
            "tax_code": params.get("tax_code"),
            "type": "fixed_amount",
        }
    )


class ShippingRates:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, RATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
        )

    def _create(self, call: Call) -> JsonObject:
        return create(self._account, call.params)

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "shipping_rate", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        return self._account.store.save({**before, **changes})

    def _list(self, call: Call) -> JsonObject:
        rows = where(self._account.store.newest_first("shipping_rate"), call.params, "active")
        currency = call.params.get("currency")
        fitting = [row for row in rows if currency in {None, row["fixed_amount"]["currency"]}]
        return page(fitting, call.params, _PATH)
