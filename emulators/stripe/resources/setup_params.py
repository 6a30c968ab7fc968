"""What the operations on SetupIntents take."""

from __future__ import annotations

from emulators.stripe.payments import method_types
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.lists import CREATED_PAGE
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Text, Url

_DESCRIBED: dict[str, Kind] = {
    **method_types.PARAMS,
    "attach_to_self": Flag(),
    "customer": Text(),
    "description": Text(),
    "metadata": Metadata(),
    "payment_method": Text(),
    **not_simulated(
        "customer_account",
        "flow_directions",
        "payment_method_configuration",
        "payment_method_data",
        "payment_method_options",
    ),
}
_CONFIRMING: dict[str, Kind] = {
    "payment_method": Text(),
    "return_url": Url(),
    **not_simulated(
        "confirmation_token",
        "mandate_data",
        "payment_method_data",
        "payment_method_options",
        "use_stripe_sdk",
    ),
}
_AUTOMATIC = Fields(
    {"allow_redirects": Text(choices=("always", "never")), "enabled": Flag()},
    required=("enabled",),
)

CREATE = Fields(
    {
        **_DESCRIBED,
        **_CONFIRMING,
        "automatic_payment_methods": _AUTOMATIC,
        "confirm": Flag(),
        "usage": Text(choices=("off_session", "on_session")),
        **not_simulated("on_behalf_of", "single_use"),
    }
)
RETRIEVE = Fields({"client_secret": Text()})
UPDATE = Fields(_DESCRIBED)
CONFIRM = Fields({**method_types.PARAMS, **_CONFIRMING})
CANCEL = Fields(
    {"cancellation_reason": Text(choices=("abandoned", "duplicate", "requested_by_customer"))}
)
LIST = Fields(
    {
        **CREATED_PAGE,
        "customer": Text(),
        "payment_method": Text(),
        **not_simulated("attach_to_self", "customer_account"),
    }
)
ATTEMPTS = Fields({**CREATED_PAGE, "setup_intent": Text()}, required=("setup_intent",))


def check_return(params: JsonObject) -> None:
    """Methods that redirect need to know where to come back to, if the shop asked for them."""
    settings = {
        "enabled": False,
        "allow_redirects": "always",
        **params.get("automatic_payment_methods", {}),
    }
    may_redirect = settings["enabled"] and settings["allow_redirects"] == "always"
    if may_redirect and "return_url" not in params:
        raise errors.invalid(
            "This SetupIntent may redirect your customer, so you must provide a `return_url`."
            " If you don't want to accept redirect-based payment methods, set"
            " `automatic_payment_methods[allow_redirects]` to `never`.",
            "return_url",
        )
