"""The promotion code field of the hosted page."""

from __future__ import annotations

from collections.abc import Mapping

from emulators.stripe.checkout.checkout import Checkout
from emulators.stripe.page.entry import Incomplete
from emulators.stripe.store import JsonObject

FIELD = "promotion_code"


def applied(checkout: Checkout, session: JsonObject, fields: Mapping[str, str]) -> JsonObject:
    """The session with the code in the field, if it takes one and has none yet."""
    code = fields.get(FIELD, "").strip()
    if not code or not session["allow_promotion_codes"] or session["discounts"]:
        return session
    discounted = checkout.apply_code(session, code)
    if discounted is None:
        raise Incomplete({FIELD: "This code is invalid."})
    return discounted
