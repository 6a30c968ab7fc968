"""What a shop may ask its buyer on the hosted page, as parameters."""

from __future__ import annotations

import re

from emulators.stripe.resources.shipping_rates import RATE
from emulators.stripe.wire.params import Each, Fields, Kind, not_simulated
from emulators.stripe.wire.values import Flag, Pattern, Text, Whole

_OPTION = Fields({"label": Text(100), "value": Text(100)}, required=("label", "value"))
_LENGTHS: dict[str, Kind] = {
    "default_value": Text(),
    "maximum_length": Whole(1, 255),
    "minimum_length": Whole(1, 255),
}
_FIELD = Fields(
    {
        "dropdown": Fields(
            {"default_value": Text(), "options": Each(_OPTION, length_max=200)},
            required=("options",),
        ),
        "key": Text(200),
        "label": Fields(
            {"custom": Text(50), "type": Text(choices=("custom",))}, required=("custom", "type")
        ),
        "numeric": Fields(_LENGTHS),
        "optional": Flag(),
        "text": Fields(_LENGTHS),
        "type": Text(choices=("dropdown", "numeric", "text")),
    },
    required=("key", "label", "type"),
)
_COUNTRY = Pattern(re.compile("[A-Z]{2}"), "Country '{}' is unknown. Try using a 2-character code.")

COLLECTED: dict[str, Kind] = {
    "consent_collection": Fields(
        {
            "promotions": Text(choices=("auto", "none")),
            "terms_of_service": Text(choices=("none", "required")),
            **not_simulated("payment_method_reuse_agreement"),
        }
    ),
    "custom_fields": Each(_FIELD, length_max=3),
    "phone_number_collection": Fields({"enabled": Flag()}, required=("enabled",)),
    "shipping_address_collection": Fields(
        {"allowed_countries": Each(_COUNTRY, length_max=300)}, required=("allowed_countries",)
    ),
    "shipping_options": Each(
        Fields({"shipping_rate": Text(), "shipping_rate_data": RATE}), length_max=5
    ),
}
