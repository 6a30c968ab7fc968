"""What the operations on subscriptions and their items take."""

from __future__ import annotations

from emulators.stripe.billing.discounts import DISCOUNTS
from emulators.stripe.billing.kinds import Emptied, OneOf
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import price_params
from emulators.stripe.wire.lists import CREATED_PAGE, PAGE, Period
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Text, Whole

QUANTITY = Whole(0, 999_999_999)
_ANCHORED = Fields({"type": Text(choices=("now", "unchanged"))}, required=("type",))
PRORATION = Text(choices=("always_invoice", "create_prorations", "none"))
_ENABLED = Fields(
    {"enabled": Flag(), "liability": Fields({"type": Text(choices=("self",))})},
    required=("enabled",),
)
_FEEDBACK = (
    *("customer_service", "low_quality", "missing_features", "other", "switched_service"),
    *("too_complex", "too_expensive", "unused"),
)
_CANCELLATION = Fields(
    {
        "comment": Text(clearable=True),
        "feedback": Text(choices=_FEEDBACK, clearable=True),
        **not_simulated("feedback_option"),
    }
)
_ITEM: dict[str, Kind] = {
    "discounts": DISCOUNTS,
    "metadata": Metadata(),
    "plan": Text(),
    "price": Text(),
    "price_data": price_params.PRICE_DATA,
    "quantity": QUANTITY,
    "tax_rates": RATES,
    **not_simulated("billing_thresholds", "current_trial"),
}
_CHANGED_ITEM: dict[str, Kind] = {
    **_ITEM,
    "deleted": Flag(),
    "id": Text(),
    **not_simulated("clear_usage"),
}
ITEM_CHANGES_NAMES = frozenset(_CHANGED_ITEM)
ITEM_CHANGES = Each(Fields(_CHANGED_ITEM), length_max=20)
TRIAL_SETTINGS = Fields(
    {
        "end_behavior": Fields(
            {
                "missing_payment_method": Text(choices=("cancel", "create_invoice", "pause")),
                **not_simulated("billing_cycle_anchor"),
            },
            required=("missing_payment_method",),
        )
    },
    required=("end_behavior",),
)
_PAYMENT: dict[str, Kind] = {
    "off_session": Flag(),
    "payment_behavior": Text(
        choices=("allow_incomplete", "default_incomplete", "error_if_incomplete")
    ),
    "proration_behavior": PRORATION,
}
_BOTH: dict[str, Kind] = {
    **_PAYMENT,
    "automatic_tax": _ENABLED,
    "cancel_at_period_end": Flag(),
    "collection_method": Text(choices=("charge_automatically", "send_invoice")),
    "days_until_due": Whole(0),
    "default_payment_method": Text(),
    "default_tax_rates": RATES,
    "description": Text(500, clearable=True),
    "discounts": DISCOUNTS,
    "invoice_settings": Fields(
        {
            "description": Text(clearable=True),
            "footer": Text(clearable=True),
            **not_simulated("account_tax_ids", "custom_fields", "issuer"),
        }
    ),
    "metadata": Metadata(),
    "payment_settings": Fields(
        {
            "save_default_payment_method": Text(choices=("off", "on_subscription")),
            **not_simulated("payment_method_options", "payment_method_types"),
        }
    ),
    "trial_end": OneOf({"now": "now"}),
    "trial_settings": TRIAL_SETTINGS,
    **not_simulated(
        "add_invoice_items",
        "application_fee_percent",
        "billing_schedules",
        "billing_thresholds",
        "default_source",
        "on_behalf_of",
        "pending_invoice_item_interval",
        "transfer_data",
        "trial_from_plan",
    ),
}
_PERIOD_END = dict.fromkeys(("max_billed_until", "max_period_end", "min_period_end"), "period_end")
CREATE = Fields(
    {
        **_BOTH,
        "billing_cycle_anchor": Whole(0),
        "billing_cycle_anchor_config": Fields(
            {
                "day_of_month": Whole(1, 31),
                "hour": Whole(0, 23),
                "minute": Whole(0, 59),
                "month": Whole(1, 12),
                "second": Whole(0, 59),
            },
            required=("day_of_month",),
        ),
        "billing_mode": Fields({"type": Text(choices=("flexible",))}, required=("type",)),
        "cancel_at": OneOf(_PERIOD_END),
        "currency": CurrencyCode(),
        "customer": Text(),
        "items": Each(Fields(_ITEM), length_max=100),
        "trial_period_days": Whole(0, 730),
        **not_simulated("backdate_start_date", "customer_account"),
    },
    required=("customer",),
)
UPDATE = Fields(
    {
        **_BOTH,
        "billing_cycle_anchor": _ANCHORED,
        "cancel_at": OneOf({**_PERIOD_END, "": None}),
        "cancellation_details": _CANCELLATION,
        "items": ITEM_CHANGES,
        "pause_collection": Emptied(
            Fields(
                {
                    "behavior": Text(choices=("keep_as_draft", "mark_uncollectible", "void")),
                    "resumes_at": Whole(0),
                },
                required=("behavior",),
            )
        ),
        "proration_date": Whole(0),
    }
)
CANCEL = Fields({"cancellation_details": _CANCELLATION, "invoice_now": Flag(), "prorate": Flag()})
RESUME = Fields(
    {
        "billing_cycle_anchor": _ANCHORED,
        **not_simulated("payment_behavior", "proration_behavior", "proration_date"),
    }
)
LIST = Fields(
    {
        **CREATED_PAGE,
        "collection_method": Text(choices=("charge_automatically", "send_invoice")),
        "current_period_end": Period(),
        "current_period_start": Period(),
        "customer": Text(),
        "plan": Text(),
        "price": Text(),
        "status": Text(
            choices=(
                *("active", "all", "canceled", "ended", "incomplete", "incomplete_expired"),
                *("past_due", "paused", "trialing", "unpaid"),
            )
        ),
        "test_clock": Text(),
        **not_simulated("automatic_tax", "customer_account"),
    }
)
_ON_ITEM: dict[str, Kind] = {**_PAYMENT, "proration_date": Whole(0)}
ITEM_CREATE = Fields({**_ITEM, **_ON_ITEM, "subscription": Text()}, required=("subscription",))
ITEM_UPDATE = Fields({**_ITEM, **_ON_ITEM})
ITEM_DELETE = Fields({**_ON_ITEM, **not_simulated("clear_usage")})
ITEM_LIST = Fields({**PAGE, "subscription": Text()}, required=("subscription",))
