"""What a restricted key may do: nothing is restricted until a key is given its list."""

from __future__ import annotations

import re
from collections.abc import Iterable

from emulators.stripe.store import Store
from emulators.stripe.wire.errors import StripeError

_KIND = "restricted_key"
_NAME = re.compile(r"rak_[a-z_]+_(?:read|write)")
_RESOURCE = re.compile(r"/v[12]/((?:checkout/|billing_portal/|core/|test_helpers/)?[a-z_]+)")
_NOT_BY_PLURAL = {
    "balance": "balance",
    "balance_transactions": "balance",
    "checkout/sessions": "checkout_session",
    "core/event_destinations": "webhook",
    "core/events": "event",
    "webhook_endpoints": "webhook",
}


class Permissions:
    """Kept with the account, so a restart does not open a door."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def restrict(self, key: str, names: Iterable[str]) -> None:
        """From now on `key` may only do this: `rak_charge_read`, `rak_refund_write`, ..."""
        given = sorted(set(names))
        strangers = [name for name in given if not _NAME.fullmatch(name)]
        if strangers:
            raise ValueError(f"not names of permissions: {', '.join(strangers)}")
        self._store.put(_KIND, key, {"permissions": given})

    def check(self, key: str, method: str, path: str) -> None:
        """Raise Stripe's 403 if the key is restricted and the operation is not on its list."""
        kept = self._store.find(_KIND, key)
        if kept is None:
            return
        resource = _resource(path)
        write = f"rak_{resource}_write"
        needed = f"rak_{resource}_read" if method == "GET" else write
        if needed in kept["permissions"] or write in kept["permissions"]:
            return
        message = (
            f"The provided key '{key[:8]}{'*' * 20}{key[-4:]}' does not have the required"
            f" permissions for this endpoint. Having the '{needed}' permission would allow this"
            " request to continue."
        )
        raise StripeError(403, "invalid_request_error", message)


def _resource(path: str) -> str:
    match = _RESOURCE.match(path)
    plural = match[1] if match else "unknown"
    return _NOT_BY_PLURAL.get(plural, plural.removesuffix("s").replace("/", "_"))
