"""What the operations on subscription schedules take."""

from __future__ import annotations

from emulators.stripe.billing.discounts import DISCOUNTS
from emulators.stripe.billing.kinds import OneOf
from emulators.stripe.billing.schedules.phases import CYCLES
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.resources import price_params
from emulators.stripe.resources.subscription_params import PRORATION, QUANTITY
from emulators.stripe.wire.lists import CREATED_PAGE, Period
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Text, Whole

_ITEM = Fields(
    {
        "metadata": Metadata(),
        "plan": Text(),
        "price": Text(),
        "price_data": price_params.PRICE_DATA,
        "quantity": QUANTITY,
        "tax_rates": RATES,
        **not_simulated("billing_thresholds", "discounts"),
    }
)
_PHASE: dict[str, Kind] = {
    "automatic_tax": Fields({"enabled": Flag()}, required=("enabled",)),
    "collection_method": Text(choices=("charge_automatically",)),
    "default_payment_method": Text(),
    "default_tax_rates": RATES,
    "description": Text(),
    "discounts": DISCOUNTS,
    "duration": Fields(
        {
            "interval": Text(choices=("day", "month", "week", "year", CYCLES)),
            "interval_count": Whole(1),
        },
        required=("interval",),
    ),
    "end_date": Whole(0),
    "items": Each(_ITEM, length_max=20),
    "metadata": Metadata(),
    "proration_behavior": PRORATION,
    "trial_end": Whole(0),
    **not_simulated(
        "add_invoice_items",
        "application_fee_percent",
        "billing_cycle_anchor",
        "billing_thresholds",
        "currency",
        "invoice_settings",
        "on_behalf_of",
        "transfer_data",
        "trial",
    ),
}
_DEFAULTS = Fields(
    {
        "collection_method": Text(choices=("charge_automatically",)),
        "default_payment_method": Text(),
        "description": Text(),
        **not_simulated(
            "application_fee_percent",
            "automatic_tax",
            "billing_cycle_anchor",
            "billing_thresholds",
            "invoice_settings",
            "on_behalf_of",
            "transfer_data",
        ),
    }
)
_BOTH: dict[str, Kind] = {
    "default_settings": _DEFAULTS,
    "end_behavior": Text(choices=("cancel", "release")),
    "metadata": Metadata(),
    **not_simulated("pause_schedules"),
}
_START = OneOf({"now": "now"})
CREATE = Fields(
    {
        **_BOTH,
        "customer": Text(),
        "from_subscription": Text(),
        "phases": Each(Fields(_PHASE)),
        "start_date": _START,
        **not_simulated("billing_mode", "customer_account"),
    }
)
UPDATE = Fields(
    {
        **_BOTH,
        "phases": Each(Fields({**_PHASE, "start_date": _START})),
        "proration_behavior": PRORATION,
    }
)
INSTANTS = ("canceled_at", "completed_at", "released_at")
LIST = Fields(
    {
        **CREATED_PAGE,
        **dict.fromkeys(INSTANTS, Period()),
        "customer": Text(),
        "scheduled": Flag(),
        **not_simulated("customer_account"),
    }
)
