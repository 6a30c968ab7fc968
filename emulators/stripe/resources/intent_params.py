"""What the operations on PaymentIntents take."""

from __future__ import annotations

from emulators.stripe.payments import method_types
from emulators.stripe.payments.currencies import CurrencyCode
from emulators.stripe.wire.addresses import SHIPPING
from emulators.stripe.wire.lists import CREATED_PAGE
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import EMAIL, Flag, Text, Url, Whole

_DESCRIBED: dict[str, Kind] = {
    **method_types.PARAMS,
    "capture_method": Text(choices=("automatic", "automatic_async", "manual")),
    "customer": Text(),
    "description": Text(),
    "metadata": Metadata(),
    "payment_method": Text(),
    "receipt_email": EMAIL,
    "setup_future_usage": Text(choices=("off_session", "on_session")),
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
        "payment_method_data",
        "payment_method_options",
        "transfer_data",
    ),
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
    "use_stripe_sdk": Flag(),
    **not_simulated("confirmation_token", "mandate", "mandate_data", "radar_options"),
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
CONFIRM = Fields({**method_types.PARAMS, **_CONFIRMING})
CANCEL = Fields(
    {
        "cancellation_reason": Text(
            choices=("abandoned", "duplicate", "fraudulent", "requested_by_customer")
        )
    }
)
CAPTURE = Fields({"amount_to_capture": Whole(1), **not_simulated("final_capture")})
LIST = Fields({**CREATED_PAGE, "customer": Text()})
