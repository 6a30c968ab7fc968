"""What a subscription looks like on the day it is made."""

from __future__ import annotations

from emulators.stripe.billing.invoices.shape import SELF
from emulators.stripe.store import JsonObject

NOT_CANCELED: JsonObject = {
    "comment": None,
    "feedback": None,
    "feedback_option": None,
    "reason": None,
}


def automatic_tax(enabled: bool) -> JsonObject:  # noqa: FBT001 - the one thing it says
    liability = SELF if enabled else None
    return {"disabled_reason": None, "enabled": enabled, "liability": liability}


AT_REST: JsonObject = {
    "application": None,
    "application_fee_percent": None,
    "automatic_tax": automatic_tax(False),
    "billing_cycle_anchor_config": None,
    "billing_mode": {
        "flexible": {"proration_discounts": "included"},
        "type": "flexible",
        "updated_at": None,
    },
    "billing_schedules": [],
    "billing_thresholds": None,
    "cancel_at": None,
    "cancel_at_period_end": False,
    "canceled_at": None,
    "cancellation_details": NOT_CANCELED,
    "collection_method": "charge_automatically",
    "customer_account": None,
    "days_until_due": None,
    "default_payment_method": None,
    "default_source": None,
    "default_tax_rates": [],
    "description": None,
    "discounts": [],
    "ended_at": None,
    "invoice_settings": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": SELF,
    },
    "latest_invoice": None,
    "livemode": False,
    "managed_payments": None,
    "metadata": {},
    "next_pending_invoice_item_invoice": None,
    "on_behalf_of": None,
    "pause_collection": None,
    "payment_settings": {
        "payment_method_options": None,
        "payment_method_types": None,
        "save_default_payment_method": "off",
    },
    "pending_invoice_item_interval": None,
    "pending_setup_intent": None,
    "pending_update": None,
    "schedule": None,
    "status_details": None,
    "transfer_data": None,
    "trial_end": None,
    "trial_settings": {
        "end_behavior": {
            "billing_cycle_anchor": None,
            "missing_payment_method": "create_invoice",
        }
    },
    "trial_start": None,
}
