"""`payment_method_options[customer_balance]`: which kind of bank transfer an intent waits for."""

from __future__ import annotations

from emulators.stripe.payments.virtual_accounts import OLD_NAMES, TYPE_OF, WAYS
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text

EU_COUNTRIES = ("BE", "DE", "ES", "FR", "IE", "NL")
TRANSFER = Fields(
    {
        "eu_bank_transfer": Fields({"country": Text(choices=EU_COUNTRIES)}, required=("country",)),
        "type": Text(choices=(*WAYS, *OLD_NAMES)),
        **not_simulated("requested_address_types"),
    },
    required=("type",),
)
OPTIONS = Fields(
    {
        "bank_transfer": TRANSFER,
        "funding_type": Text(choices=("bank_transfer",)),
        "setup_future_usage": Text(choices=("none",)),
    }
)
_WHERE = "payment_method_options[customer_balance][bank_transfer][type]"


def of(given: JsonObject | None, currency: str) -> JsonObject:
    """An intent's `payment_method_options.customer_balance`."""
    given = given or {}
    transfer = given.get("bank_transfer") or {"type": TYPE_OF[currency]}
    kind = OLD_NAMES.get(transfer["type"], transfer["type"])
    check_currency(kind, currency, _WHERE)
    eu = transfer.get("eu_bank_transfer")
    return {
        "bank_transfer": {
            "type": kind,
            **({"eu_bank_transfer": eu or {"country": "DE"}} if kind == TYPE_OF["eur"] else {}),
        },
        "funding_type": "bank_transfer",
        "setup_future_usage": given.get("setup_future_usage"),
    }


def check_currency(kind: str, currency: str, param: str) -> None:
    if WAYS[kind].currency != currency:
        message = f"The bank transfer type {kind} cannot be used for payments in {currency}."
        raise errors.invalid(message, param)
