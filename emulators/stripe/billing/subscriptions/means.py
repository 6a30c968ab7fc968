"""Whether a customer's means to pay will work, for calls that must not leave a thing half done."""

from __future__ import annotations

from http import HTTPStatus

from emulators.stripe.account import Account
from emulators.stripe.payments import cards, declines, methods, saving
from emulators.stripe.wire import errors
from emulators.stripe.wire.errors import StripeError


def check(
    account: Account, customer_id: str, method_id: str | None, *, is_off_session: bool
) -> None:
    """Refuse beforehand what would fail, so that nothing is left of it.

    `method_id`: None for the one that the customer pays invoices by.
    """
    customer = account.store.find("customer", customer_id)
    settings = (customer or {}).get("invoice_settings", {})
    key = method_id or settings.get("default_payment_method")
    method = account.store.find("payment_method", key or "")
    if method is None:
        message = (
            "This customer has no attached payment source or default payment method. Please"
            " consider adding a default payment method."
        )
        raise errors.invalid(message, None, "resource_missing")
    if method["type"] != "card":
        return
    decline = cards.by_number(methods.secret_number(account, method)).decline
    if saving.must_authenticate(account, method, is_off_session=is_off_session):
        decline = declines.NEEDS_AUTHENTICATION
    if decline is not None:
        details = {"decline_code": decline.decline_code, "payment_method": method}
        status = HTTPStatus.PAYMENT_REQUIRED
        raise StripeError(
            status, decline.error_type, decline.message, decline.code, details=details
        )
