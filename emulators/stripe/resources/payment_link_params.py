"""What the operations on payment links take."""

from __future__ import annotations

from emulators.stripe.checkout.collection_params import COLLECTED
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.wire.lists import PAGE
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Text, Url, Whole

_MESSAGE = Fields({"message": Text(1200)}, required=("message",), clearable=True)
_BOTH: dict[str, Kind] = {
    **COLLECTED,
    "after_completion": Fields(
        {
            "hosted_confirmation": Fields({"custom_message": Text(500)}),
            "redirect": Fields({"url": Url()}, required=("url",)),
            "type": Text(choices=("hosted_confirmation", "redirect")),
        },
        required=("type",),
    ),
    "allow_promotion_codes": Flag(),
    "automatic_tax": Fields({"enabled": Flag()}, required=("enabled",)),
    "billing_address_collection": Text(choices=("auto", "required")),
    "custom_text": Fields(
        {
            "after_submit": _MESSAGE,
            "submit": _MESSAGE,
            **not_simulated("shipping_address", "terms_of_service_acceptance"),
        }
    ),
    "customer_creation": Text(choices=("always", "if_required")),
    "inactive_message": Text(500, clearable=True),
    "metadata": Metadata(),
    "payment_intent_data": Fields(
        {
            "capture_method": Text(choices=("automatic", "automatic_async", "manual")),
            "description": Text(clearable=True),
            "metadata": Metadata(),
            "setup_future_usage": Text(choices=("off_session", "on_session")),
            "statement_descriptor": Text(22),
            "statement_descriptor_suffix": Text(22),
            "transfer_group": Text(),
        }
    ),
    "payment_method_types": Each(Text()),
    "restrictions": Fields(
        {"completed_sessions": Fields({"limit": Whole(1)}, required=("limit",))},
        required=("completed_sessions",),
        clearable=True,
    ),
    "submit_type": Text(choices=("auto", "book", "donate", "pay")),
    "tax_id_collection": Fields(
        {"enabled": Flag(), "required": Text(choices=("if_supported", "never"))},
        required=("enabled",),
    ),
    **not_simulated(
        "application_fee_amount",
        "application_fee_percent",
        "invoice_creation",
        "managed_payments",
        "name_collection",
        "on_behalf_of",
        "optional_items",
        "payment_method_collection",
        "payment_method_options",
        "subscription_data",
        "transfer_data",
    ),
}
_ITEM = Fields(
    {
        "price": Text(),
        "quantity": Whole(1, 999_999),
        **not_simulated("adjustable_quantity", "price_data"),
    },
    required=("price", "quantity"),
)

CREATE = Fields(
    {**_BOTH, "currency": CurrencyCode(), "line_items": Each(_ITEM, length_max=20)},
    required=("line_items",),
)
UPDATE = Fields({**_BOTH, "active": Flag(), **not_simulated("line_items")})
LIST = Fields({**PAGE, "active": Flag()})
