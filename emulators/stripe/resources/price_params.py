"""What the operations on prices take."""

from __future__ import annotations

from emulators.stripe.billing.kinds import ByCurrency, OneOf
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.wire.lists import CREATED_PAGE
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Exact, Flag, Text, Whole

UNIT_AMOUNT_MAX = 999_999_999_999
_UNIT: dict[str, Kind] = {
    "unit_amount": Whole(0, UNIT_AMOUNT_MAX),
    "unit_amount_decimal": Exact(),
}
_TAX_BEHAVIOR = Text(choices=("exclusive", "inclusive", "unspecified"))
_TIER = Fields(
    {
        **_UNIT,
        "flat_amount": Whole(0, UNIT_AMOUNT_MAX),
        "flat_amount_decimal": Exact(),
        "up_to": OneOf({"inf": None}),
    },
    required=("up_to",),
)
RECURRING = Fields(
    {
        "interval": Text(choices=("day", "month", "week", "year")),
        "interval_count": Whole(1),
        "trial_period_days": Whole(1),
        "usage_type": Text(choices=("licensed",)),
        **not_simulated("meter"),
    },
    required=("interval",),
)
_OPTIONS = ByCurrency(
    Fields(
        {
            **_UNIT,
            "tax_behavior": _TAX_BEHAVIOR,
            "tiers": Each(_TIER),
            **not_simulated("custom_unit_amount"),
        }
    )
)
_BOTH: dict[str, Kind] = {
    "active": Flag(),
    "currency_options": _OPTIONS,
    "lookup_key": Text(200),
    "metadata": Metadata(),
    "nickname": Text(),
    "tax_behavior": _TAX_BEHAVIOR,
    "transfer_lookup_key": Flag(),
}
_PRODUCT_DATA = Fields(
    {
        "active": Flag(),
        "id": Text(),
        "metadata": Metadata(),
        "name": Text(),
        "statement_descriptor": Text(22),
        "tax_code": Text(),
        "unit_label": Text(12),
        **not_simulated("tax_details"),
    },
    required=("name",),
)
CREATE = Fields(
    {
        **_BOTH,
        **_UNIT,
        "billing_scheme": Text(choices=("per_unit", "tiered")),
        "currency": CurrencyCode(),
        "product": Text(),
        "product_data": _PRODUCT_DATA,
        "recurring": RECURRING,
        "tiers": Each(_TIER),
        "tiers_mode": Text(choices=("graduated", "volume")),
        "transform_quantity": Fields(
            {"divide_by": Whole(1), "round": Text(choices=("down", "up"))},
            required=("divide_by", "round"),
        ),
        **not_simulated("custom_unit_amount"),
    },
    required=("currency",),
)
UPDATE = Fields(_BOTH)
DEFAULT_PRICE_DATA = Fields(
    {
        **_UNIT,
        "currency": CurrencyCode(),
        "currency_options": _OPTIONS,
        "metadata": Metadata(),
        "recurring": RECURRING,
        "tax_behavior": _TAX_BEHAVIOR,
        **not_simulated("custom_unit_amount"),
    },
    required=("currency",),
)
PRICE_DATA = Fields(
    {
        **_UNIT,
        "currency": CurrencyCode(),
        "product": Text(),
        "recurring": RECURRING,
        "tax_behavior": _TAX_BEHAVIOR,
    },
    required=("currency", "product"),
)
"""`price_data` of subscription items, invoice items and invoice lines."""
LIST = Fields(
    {
        **CREATED_PAGE,
        "active": Flag(),
        "currency": CurrencyCode(),
        "lookup_keys": Each(Text(), length_max=10),
        "product": Text(),
        "recurring": Fields(
            {
                "interval": Text(choices=("day", "month", "week", "year")),
                "usage_type": Text(choices=("licensed", "metered")),
                **not_simulated("meter"),
            }
        ),
        "type": Text(choices=("one_time", "recurring")),
    }
)
