"""Addresses, as parameters."""

from __future__ import annotations

from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

ADDRESS = Fields(
    {name: Text() for name in ("city", "country", "line1", "line2", "postal_code", "state")}
)
SHIPPING = Fields(
    {
        "address": ADDRESS,
        "carrier": Text(),
        "name": Text(),
        "phone": Text(),
        "tracking_number": Text(),
    },
    required=("address", "name"),
)
