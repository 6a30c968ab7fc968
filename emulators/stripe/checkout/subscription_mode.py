"""Sessions in `subscription` mode: what they may sell, and what of it is due at once."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.tax.rates import RATES
from emulators.stripe.payments import method_types, setup_intents
from emulators.stripe.resources.subscription_params import TRIAL_SETTINGS
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.metadata import Metadata
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text, Whole

DATA = Fields(
    {
        "billing_cycle_anchor": Whole(0),
        "default_tax_rates": RATES,
        "description": Text(500),
        "metadata": Metadata(),
        "proration_behavior": Text(choices=("create_prorations", "none")),
        "trial_end": Whole(0),
        "trial_period_days": Whole(1, 730),
        "trial_settings": TRIAL_SETTINGS,
        **not_simulated(
            "application_fee_percent",
            "billing_cycle_anchor_config",
            "billing_mode",
            "invoice_settings",
            "on_behalf_of",
            "pending_invoice_item_interval",
            "transfer_data",
        ),
    }
)
_NOT_HERE = ("customer_creation", "payment_intent_data", "shipping_options", "submit_type")


def check(account: Account, params: JsonObject, items: list[JsonObject]) -> None:
    """Refuse prices and parameters that do not go with the session's mode."""
    kinds = [account.store.get("price", item["price"])["type"] for item in items]
    if params["mode"] == "payment":
        if "recurring" in kinds:
            message = (
                "You specified `payment` mode but passed a recurring price. Either switch to"
                " `subscription` mode or use only one-time prices."
            )
            raise errors.invalid(message, "mode")
        if "subscription_data" in params:
            message = "You can not pass `subscription_data` in `payment` mode."
            raise errors.invalid(message, "subscription_data")
        return
    if "recurring" not in kinds:
        message = (
            "You must provide at least one recurring price in `subscription` mode when using"
            " prices."
        )
        raise errors.invalid(message, "line_items")
    for name in _NOT_HERE:
        if name in params:
            message = f"You can not pass `{name}` in `subscription` mode."
            raise errors.invalid(message, name)
    if "billing_cycle_anchor" in params.get("subscription_data", {}):
        raise errors.not_simulated("an anchor on a session", "subscription_data")


def due_now(account: Account, params: JsonObject, items: list[JsonObject]) -> list[JsonObject]:
    """The items with what is due at once: during a trial, recurring ones cost nothing."""
    data = params.get("subscription_data", {})
    if "trial_period_days" not in data and "trial_end" not in data:
        return items
    nothing = {"amount_subtotal": 0, "amount_total": 0}
    return [
        {**item, **nothing}
        if account.store.get("price", item["price"])["type"] == "recurring"
        else item
        for item in items
    ]


def needs_method(session: JsonObject) -> bool:
    """Whether the buyer has to give a card or an account, be it for later."""
    if session["mode"] == "setup" or session["amount_total"] > 0:
        return True
    collects = session["payment_method_collection"] == "always"
    return bool(collects and session["mode"] == "subscription")


def with_setup(account: Account, session: JsonObject) -> JsonObject:
    """A session that takes nothing now keeps a payment method for later by a SetupIntent."""
    if session["mode"] != "subscription" or session["amount_total"] or not needs_method(session):
        return session
    described = {**method_types.chosen(session), "customer": session["customer"]}
    intent = setup_intents.create(account, described)
    account.store.put("checkout_of", intent["id"], {"session": session["id"]})
    return {**session, "setup_intent": intent["id"]}
