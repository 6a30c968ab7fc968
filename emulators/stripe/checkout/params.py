"""What `POST /v1/checkout/sessions` takes."""

from __future__ import annotations

from emulators.stripe.billing.discounts import SESSION_DISCOUNTS
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.checkout import subscription_mode
from emulators.stripe.checkout.collection_params import COLLECTED
from emulators.stripe.payments import method_types
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources.languages import CHECKOUT
from emulators.stripe.resources.price_params import RECURRING
from emulators.stripe.wire.addresses import SHIPPING
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Each, Fields, Kind, Partly, not_simulated
from emulators.stripe.wire.values import EMAIL, Exact, Flag, Text, Url, Whole

UNIT_AMOUNT_MAX = 999_999_999_999

_PRODUCT_DATA = Fields(
    {
        "description": Text(),
        "images": Each(Text(), length_max=8),
        "metadata": Metadata(),
        "name": Text(),
        "tax_code": Text(),
        "unit_label": Text(),
        **not_simulated("tax_details"),
    },
    required=("name",),
)
PRICE_DATA = Fields(
    {
        "currency": CurrencyCode(),
        "product": Text(),
        "product_data": _PRODUCT_DATA,
        "tax_behavior": Text(choices=("exclusive", "inclusive", "unspecified")),
        "unit_amount": Whole(0, UNIT_AMOUNT_MAX),
        "unit_amount_decimal": Exact(),
        "recurring": RECURRING,
    },
    required=("currency",),
)
_LINE_ITEM = Fields(
    {
        "metadata": Metadata(),
        "price": Text(),
        "price_data": PRICE_DATA,
        "quantity": Whole(1, 999_999),
        "tax_rates": RATES,
        **not_simulated("adjustable_quantity"),
    }
)
_INTENT_DATA = Fields(
    {
        "capture_method": Text(choices=("automatic", "automatic_async", "manual")),
        "description": Text(),
        "metadata": Metadata(),
        "receipt_email": EMAIL,
        "setup_future_usage": Text(choices=("off_session", "on_session")),
        "shipping": SHIPPING,
        "statement_descriptor": Text(22),
        "statement_descriptor_suffix": Text(22),
        "transfer_group": Text(),
        **not_simulated("application_fee_amount", "on_behalf_of", "transfer_data"),
    }
)
_MESSAGE = Fields({"message": Text(1200)}, required=("message",))
_AUTO_OR_NEVER = Text(choices=("auto", "never"))
_ENABLED = Fields({"enabled": Flag(), "liability": Fields({"type": Partly(Text(), ("self",))})})

_TEXTS: dict[str, Kind] = {
    "billing_address_collection": Text(choices=("auto", "required")),
    "cancel_url": Url(),
    "client_reference_id": Text(200),
    "customer": Text(),
    "customer_creation": Text(choices=("always", "if_required")),
    "customer_email": EMAIL,
    "integration_identifier": Text(),
    "locale": Text(choices=CHECKOUT),
    "mode": Text(choices=("payment", "setup", "subscription")),
    "origin_context": Text(choices=("mobile_app", "web")),
    "submit_type": Text(choices=("auto", "book", "donate", "pay")),
    "success_url": Url(),
    "ui_mode": Text(choices=("elements", "embedded_page", "form", "hosted_page")),
}

CREATE = Fields(
    {
        **_TEXTS,
        "adaptive_pricing": Fields({"enabled": Flag()}),
        "allow_promotion_codes": Flag(),
        "automatic_tax": _ENABLED,
        "branding_settings": Fields({"display_name": Text(100)}),
        "currency": CurrencyCode(),
        "custom_text": Fields(
            {
                "after_submit": _MESSAGE,
                "submit": _MESSAGE,
                **not_simulated("shipping_address", "terms_of_service_acceptance"),
            }
        ),
        "customer_update": Fields(dict.fromkeys(("address", "name", "shipping"), _AUTO_OR_NEVER)),
        "discounts": SESSION_DISCOUNTS,
        "payment_method_collection": Text(choices=("always", "if_required")),
        "subscription_data": subscription_mode.DATA,
        "expires_at": Whole(),
        "line_items": Each(_LINE_ITEM),
        "managed_payments": Fields({"enabled": Flag()}),
        "metadata": Metadata(),
        "payment_intent_data": _INTENT_DATA,
        "tax_id_collection": Fields(
            {"enabled": Flag(), "required": Text(choices=("if_supported", "never"))},
            required=("enabled",),
        ),
        **COLLECTED,
        "setup_intent_data": Fields(
            {"description": Text(), "metadata": Metadata(), **not_simulated("on_behalf_of")}
        ),
        **method_types.PARAMS,
        **not_simulated(
            "after_expiration",
            "customer_account",
            "invoice_creation",
            "name_collection",
            "optional_items",
            "payment_method_configuration",
            "payment_method_data",
            "payment_method_options",
            "permissions",
            "redirect_on_completion",
            "return_url",
            "saved_payment_method_options",
            "wallet_options",
        ),
    },
    required=("mode",),
)
