"""What a dispute looks like on the day it comes."""

from __future__ import annotations

from emulators.stripe.payments.dispute_cases import Case
from emulators.stripe.store import JsonObject

TEXTS = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_tracking_number",
    "uncategorized_text",
)
FILES = (
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
)
VERDICTS = {
    "escalate_inquiry_evidence": "escalated",
    "losing_evidence": "lost",
    "winning_evidence": "won",
}
"""What test mode reads in `uncategorized_text`. Nobody decides on any other text."""


def fresh(
    charge: JsonObject, case: Case, amount: int, due_by: int, identity: JsonObject
) -> JsonObject:
    """`identity`: `id` and `created`."""
    kind = charge["payment_method_details"]["type"]
    return {
        **identity,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys((*TEXTS, *FILES)), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": due_by,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": case.is_inquiry,
        "livemode": False,
        "metadata": {},
        "network_reason_code": case.network_reason_code if kind == "card" else None,
        "payment_intent": charge["payment_intent"],
        "payment_method_details": _method(charge, case) if kind == "card" else {"type": kind},
        "reason": case.reason,
        "status": "warning_needs_response" if case.is_inquiry else "needs_response",
    }


def escalated(inquiry: JsonObject, due_by: int) -> JsonObject:
    card = {**inquiry["payment_method_details"]["card"], "case_type": "chargeback"}
    details = {**inquiry["evidence_details"], "due_by": due_by, "past_due": False}
    return {
        **inquiry,
        "evidence_details": details,
        "is_charge_refundable": False,
        "payment_method_details": {"card": card, "type": "card"},
        "status": "needs_response",
    }


def _method(charge: JsonObject, case: Case) -> JsonObject:
    paid_by = charge["payment_method_details"]["card"]
    return {
        "card": {
            "brand": paid_by["brand"],
            "case_type": "inquiry" if case.is_inquiry else "chargeback",
            "network": paid_by["network"],
            "network_reason_code": case.network_reason_code,
        },
        "type": "card",
    }
