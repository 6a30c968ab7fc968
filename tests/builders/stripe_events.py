"""Stripe's events as they come in, cut to what a reader may rely on."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tests.fakes.world import NOON


def a_session_event(
    kind: str = "completed",
    *,
    order_id: str,
    amount_minor: int,
    event_id: str = "evt_session",
    currency: str = "eur",
    payment_status: str = "paid",
    payment_intent: str | None = "pi_1",
    at: datetime = NOON,
) -> bytes:
    return _event(
        f"checkout.session.{kind}",
        event_id,
        at,
        {
            "id": "cs_test_0001",
            "object": "checkout.session",
            "client_reference_id": order_id,
            "metadata": {"order_id": order_id},
            "payment_intent": payment_intent,
            "payment_status": payment_status,
            "amount_total": amount_minor,
            "currency": currency,
            "customer_details": {
                "name": "Astrid Lind",
                "email": "astrid@buyer.example",
                "address": {
                    "line1": "Storgatan 1",
                    "line2": None,
                    "city": "Kiruna",
                    "postal_code": "981 31",
                    "state": None,
                    "country": "SE",
                },
            },
        },
    )


def an_intent_event(
    kind: str = "succeeded",
    *,
    order_id: str,
    amount_minor: int,
    event_id: str = "evt_intent",
    currency: str = "eur",
    payment_intent: str = "pi_1",
    at: datetime = NOON,
) -> bytes:
    return _event(
        f"payment_intent.{kind}",
        event_id,
        at,
        {
            "id": payment_intent,
            "object": "payment_intent",
            "amount_received": amount_minor,
            "currency": currency,
            "metadata": {"order_id": order_id},
        },
    )


def a_refund_event(
    kind: str = "created",
    *,
    amount_minor: int,
    refund_id: str = "re_1",
    event_id: str = "evt_refund",
    status: str = "succeeded",
    currency: str = "eur",
    metadata: dict[str, str] | None = None,
    at: datetime = NOON,
) -> bytes:
    return _event(
        f"refund.{kind}",
        event_id,
        at,
        {
            "id": refund_id,
            "object": "refund",
            "amount": amount_minor,
            "currency": currency,
            "payment_intent": "pi_1",
            "status": status,
            "metadata": metadata or {},
        },
    )


def a_charge_event(
    *,
    amount_refunded_minor: int,
    event_id: str = "evt_charge",
    currency: str = "eur",
    at: datetime = NOON,
) -> bytes:
    """`charge.refunded`, whose amount counts up over all refunds of the charge."""
    return _event(
        "charge.refunded",
        event_id,
        at,
        {
            "id": "ch_1",
            "object": "charge",
            "amount_refunded": amount_refunded_minor,
            "currency": currency,
            "payment_intent": "pi_1",
        },
    )


def _event(kind: str, event_id: str, at: datetime, subject: dict[str, Any]) -> bytes:
    return json.dumps(
        {
            "id": event_id,
            "object": "event",
            "type": kind,
            "api_version": "2026-10-28.endive",
            "created": int(at.timestamp()),
            "livemode": False,
            "data": {"object": subject},
        }
    ).encode()
