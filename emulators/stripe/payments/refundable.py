"""Whether money can be given back, and how much of it."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.currencies import shown
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


def charge(account: Account, params: JsonObject) -> JsonObject:
    """The charge that `charge` or `payment_intent` names, if it has money to give back."""
    found = _named(account, params)
    if found["status"] == "failed":
        raise _nothing_to_refund(found["payment_intent"])
    if not found["captured"]:
        raise errors.invalid(
            f"This uncaptured Charge was created by a PaymentIntent ({found['payment_intent']})."
            " You must cancel the PaymentIntent to reverse the authorization instead of refunding"
            " the Charge directly. For more information, see"
            " https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )
    if found["status"] == "pending":
        message = f"Charge {found['id']} is still pending and cannot be refunded yet."
        raise errors.invalid(message, code="charge_not_refundable")
    _check_disputes(account, found)
    if found["refunded"]:
        message = f"Charge {found['id']} has already been refunded."
        raise errors.invalid(message, code="charge_already_refunded")
    return found


def amount(found: JsonObject, wanted: int | None) -> int:
    """All that is left, or what is wanted of it."""
    left: int = found["amount"] - found["amount_refunded"]
    if wanted is None or wanted <= left:
        return wanted or left
    currency = found["currency"]
    raise errors.invalid(
        f"Refund amount ({shown(wanted, currency)}) is greater than unrefunded amount on charge"
        f" ({shown(left, currency)})",
        "amount",
    )


def _named(account: Account, params: JsonObject) -> JsonObject:
    if "charge" in params:
        found = account.store.find("charge", params["charge"])
        if found is None:
            raise errors.no_such("charge", params["charge"], "id", 404)
        return found
    if "payment_intent" not in params:
        raise errors.invalid(
            "One of the following params should be provided for this request: payment_intent or"
            " charge."
        )
    intent = account.store.find("payment_intent", params["payment_intent"])
    if intent is None:
        raise errors.no_such("payment_intent", params["payment_intent"], "payment_intent", 404)
    if intent["latest_charge"] is None:
        raise _nothing_to_refund(intent["id"])
    return account.store.get("charge", intent["latest_charge"])


def _check_disputes(account: Account, found: JsonObject) -> None:
    disputes = account.store.newest_first("dispute")
    mine = [dispute for dispute in disputes if dispute["charge"] == found["id"]]
    if any(not dispute["is_charge_refundable"] for dispute in mine):
        message = f"Charge {found['id']} has been charged back; cannot issue a refund."
        raise errors.invalid(message, code="charge_disputed")


def _nothing_to_refund(intent_id: str) -> errors.StripeError:
    return errors.invalid(
        f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
    )
