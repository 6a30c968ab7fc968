"""What the operations on PaymentIntents take."""

from __future__ import annotations

from emulators.stripe.payments import method_types, transfer_options
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.resources import instruments
from emulators.stripe.wire.addresses import SHIPPING
from emulators.stripe.wire.lists import CREATED_PAGE
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import EMAIL, Flag, Text, Url, Whole

_CAPTURE_METHOD = Text(choices=("automatic", "automatic_async", "manual"))
_SETUP_FUTURE_USAGE = Text(choices=("off_session", "on_session"), clearable=True)
_ACCEPTANCE = Fields(
    {
        "accepted_at": Whole(0),
        "offline": Fields({}),
        "online": Fields({"ip_address": Text(), "user_agent": Text()}),
        "type": Text(choices=("offline", "online")),
    },
    required=("type",),
)
_BY_WHAT: dict[str, Kind] = {
    "payment_method_data": instruments.DATA,
    "payment_method_options": Fields(
        {
            "customer_balance": transfer_options.OPTIONS,
            **not_simulated("bacs_debit", "card", "link", "sepa_debit", "us_bank_account"),
        }
    ),
}
_DESCRIBED: dict[str, Kind] = {
    **method_types.PARAMS,
    "capture_method": _CAPTURE_METHOD,
    "customer": Text(),
    "description": Text(),
    "metadata": Metadata(),
    "payment_method": Text(),
    "receipt_email": EMAIL,
    "setup_future_usage": _SETUP_FUTURE_USAGE,
    "shipping": SHIPPING,
    "statement_descriptor": Text(22),
    "statement_descriptor_suffix": Text(22),
    "transfer_group": Text(),
    **not_simulated(
        "amount_details",
        "application_fee_amount",
        "customer_account",
        "hooks",
        "payment_details",
        "payment_method_configuration",
        "transfer_data",
    ),
    **_BY_WHAT,
}
_AUTOMATIC = Fields(
    {"allow_redirects": Text(choices=("always", "never")), "enabled": Flag()},
    required=("enabled",),
)
_CONFIRMING: dict[str, Kind] = {
    "error_on_requires_action": Flag(),
    "off_session": Flag(),
    "payment_method": Text(),
    "return_url": Url(),
    "mandate_data": Fields(
        {"customer_acceptance": _ACCEPTANCE}, required=("customer_acceptance",), clearable=True
    ),
    **not_simulated("confirmation_token", "mandate", "radar_options", "use_stripe_sdk"),
}

CREATE = Fields(
    {
        **_DESCRIBED,
        **_CONFIRMING,
        "amount": Whole(0),
        "automatic_payment_methods": _AUTOMATIC,
        "confirm": Flag(),
        "confirmation_method": Text(choices=("automatic", "manual")),
        "currency": CurrencyCode(),
        **not_simulated("on_behalf_of"),
    },
    required=("amount", "currency"),
)
RETRIEVE = Fields({"client_secret": Text()})
UPDATE = Fields({**_DESCRIBED, "amount": Whole(0), "currency": CurrencyCode()})
CONFIRM = Fields(
    {
        **method_types.PARAMS,
        **_CONFIRMING,
        "capture_method": _CAPTURE_METHOD,
        "receipt_email": EMAIL,
        "setup_future_usage": _SETUP_FUTURE_USAGE,
        "shipping": SHIPPING,
        **not_simulated(
            "amount_details",
            "amount_to_confirm",
            "hooks",
            "payment_details",
        ),
        **_BY_WHAT,
    }
)
CANCEL = Fields(
    {
        "cancellation_reason": Text(
            choices=("abandoned", "duplicate", "fraudulent", "requested_by_customer")
        )
    }
)
CAPTURE = Fields(
    {
        "amount_to_capture": Whole(1),
        "final_capture": Flag(),
        "metadata": Metadata(),
        "statement_descriptor": Text(22),
        "statement_descriptor_suffix": Text(22),
        **not_simulated(
            "amount_details", "application_fee_amount", "hooks", "payment_details", "transfer_data"
        ),
    }
)
INCREMENT = Fields(
    {
        "amount": Whole(1),
        "description": Text(),
        "metadata": Metadata(),
        "statement_descriptor": Text(22),
        **not_simulated(
            "amount_details", "application_fee_amount", "hooks", "payment_details", "transfer_data"
        ),
    },
    required=("amount",),
)
APPLY = Fields({"amount": Whole(1), "currency": CurrencyCode()})
LIST = Fields({**CREATED_PAGE, "customer": Text()})
