"""What the operations on invoices and invoice items take."""

from __future__ import annotations

import re

from emulators.stripe.billing.discounts import DISCOUNTS
from emulators.stripe.billing.kinds import Emptied
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import price_params
from emulators.stripe.resources.subscription_params import ITEM_CHANGES, PRORATION
from emulators.stripe.wire.addresses import ADDRESS
from emulators.stripe.wire.lists import CREATED_PAGE, PAGE, Period
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Exact, Flag, Pattern, Text, Whole

_SIGNED = Pattern(re.compile(r"-?[0-9]{1,12}"), "Invalid integer: {}", "parameter_invalid_integer")
_TAX_BEHAVIOR = Text(choices=("exclusive", "inclusive", "unspecified"))
_PERIOD = Fields({"end": Whole(0), "start": Whole(0)}, required=("end", "start"))
_BOTH: dict[str, Kind] = {
    "auto_advance": Flag(),
    "automatic_tax": Fields(
        {"enabled": Flag(), "liability": Fields({"type": Text(choices=("self",))})},
        required=("enabled",),
    ),
    "collection_method": Text(choices=("charge_automatically", "send_invoice")),
    "custom_fields": Emptied(Each(Fields({"name": Text(40), "value": Text(140)}), length_max=4)),
    "days_until_due": Whole(0),
    "default_payment_method": Text(),
    "default_tax_rates": RATES,
    "description": Text(1500, clearable=True),
    "discounts": DISCOUNTS,
    "due_date": Whole(0),
    "effective_at": Whole(0),
    "footer": Text(5000, clearable=True),
    "metadata": Metadata(),
    "number": Text(26, clearable=True),
    "statement_descriptor": Text(22),
    **not_simulated(
        "account_tax_ids",
        "application_fee_amount",
        "automatically_finalizes_at",
        "default_source",
        "issuer",
        "on_behalf_of",
        "payment_settings",
        "rendering",
        "shipping_cost",
        "shipping_details",
        "transfer_data",
    ),
}
CREATE = Fields(
    {
        **_BOTH,
        "currency": CurrencyCode(),
        "customer": Text(),
        "pending_invoice_items_behavior": Text(choices=("exclude", "include")),
        "subscription": Text(),
        **not_simulated("customer_account", "from_invoice"),
    }
)
UPDATE = Fields(_BOTH)
PAY = Fields(
    {
        "off_session": Flag(),
        "paid_out_of_band": Flag(),
        "payment_method": Text(),
        **not_simulated("forgive", "mandate", "source"),
    }
)
FINALIZE = Fields({"auto_advance": Flag()})
LIST = Fields(
    {
        **CREATED_PAGE,
        "collection_method": Text(choices=("charge_automatically", "send_invoice")),
        "customer": Text(),
        "due_date": Period(),
        "status": Text(choices=("draft", "open", "paid", "uncollectible", "void")),
        "subscription": Text(),
        **not_simulated("customer_account"),
    }
)
PRICE_DATA = Fields(
    {
        "currency": CurrencyCode(),
        "product": Text(),
        "product_data": Fields({"name": Text()}, required=("name",)),
        "tax_behavior": _TAX_BEHAVIOR,
        "unit_amount": Whole(0, price_params.UNIT_AMOUNT_MAX),
        "unit_amount_decimal": Exact(),
    },
    required=("currency",),
)
_ITEM: dict[str, Kind] = {
    "amount": _SIGNED,
    "description": Text(500),
    "discountable": Flag(),
    "discounts": DISCOUNTS,
    "metadata": Metadata(),
    "period": _PERIOD,
    "price_data": PRICE_DATA,
    "pricing": Fields({"price": Text()}),
    "quantity": Whole(0),
    "tax_behavior": _TAX_BEHAVIOR,
    "tax_code": Text(),
    "tax_rates": RATES,
    "unit_amount_decimal": Exact(),
    **not_simulated("quantity_decimal"),
}
ITEM_CREATE = Fields(
    {
        **_ITEM,
        "currency": CurrencyCode(),
        "customer": Text(),
        "invoice": Text(),
        "subscription": Text(),
        **not_simulated("customer_account"),
    }
)
ITEM_UPDATE = Fields({**_ITEM, **not_simulated("invoicing_rules")})
ITEM_LIST = Fields({**CREATED_PAGE, "customer": Text(), "invoice": Text(), "pending": Flag()})
_LINE: dict[str, Kind] = {**_ITEM, **not_simulated("tax_amounts")}
ADD_LINES = Fields(
    {
        "invoice_metadata": Metadata(),
        "lines": Each(Fields({**_LINE, "invoice_item": Text()})),
    },
    required=("lines",),
)
REMOVE_LINES = Fields(
    {
        "invoice_metadata": Metadata(),
        "lines": Each(
            Fields(
                {"behavior": Text(choices=("delete", "unassign")), "id": Text()},
                required=("behavior", "id"),
            )
        ),
    },
    required=("lines",),
)
PREVIEW = Fields(
    {
        "automatic_tax": _BOTH["automatic_tax"],
        "currency": CurrencyCode(),
        "customer": Text(),
        "customer_details": Fields(
            {
                "address": ADDRESS,
                "tax_exempt": Text(choices=("exempt", "none", "reverse")),
                **not_simulated("shipping", "tax", "tax_ids"),
            }
        ),
        "discounts": DISCOUNTS,
        "invoice_items": Each(
            Fields({**_ITEM, "price": Text(), "currency": CurrencyCode()}), length_max=250
        ),
        "preview_mode": Text(choices=("next", "recurring")),
        "subscription": Text(),
        "subscription_details": Fields(
            {
                "cancel_now": Flag(),
                "items": ITEM_CHANGES,
                "proration_behavior": PRORATION,
                "proration_date": Whole(0),
                **not_simulated(
                    "billing_cycle_anchor",
                    "billing_mode",
                    "billing_schedules",
                    "cancel_at",
                    "cancel_at_period_end",
                    "default_tax_rates",
                    "metadata",
                    "pause",
                    "resume_at",
                    "start_date",
                    "trial_end",
                ),
            }
        ),
        **not_simulated(
            "customer_account", "issuer", "on_behalf_of", "schedule", "schedule_details"
        ),
    }
)
PAYMENTS_LIST = Fields(
    {
        **CREATED_PAGE,
        "invoice": Text(),
        "payment": Fields(
            {"payment_intent": Text(), "type": Text(choices=("payment_intent",))},
            required=("type",),
        ),
        "status": Text(choices=("canceled", "open", "paid")),
    }
)
LINES_LIST = Fields(PAGE)
