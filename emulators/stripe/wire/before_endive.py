"""What calls without `Stripe-Version`, such as the Stripe CLI's, still say the old way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from emulators.stripe.wire.form import Form

_CYCLES = "cycles"


def _promotion_code(form: Form) -> Form:
    """`coupon` has become `promotion[coupon]`."""
    coupon = form.get("coupon")
    if coupon is None or "promotion" in form:
        return form
    rest = {name: value for name, value in form.items() if name != "coupon"}
    return {**rest, "promotion": {"coupon": coupon, "type": "coupon"}}


def _schedule(form: Form) -> Form:
    """`iterations` of a phase has become its `duration`."""
    phases = form.get("phases")
    if not isinstance(phases, dict):
        return form
    return {**form, "phases": {place: _phase(phase) for place, phase in phases.items()}}


def _phase(phase: str | Form) -> str | Form:
    if isinstance(phase, str) or "iterations" not in phase:
        return phase
    rest = {name: value for name, value in phase.items() if name != "iterations"}
    duration: Form = {"interval": _CYCLES, "interval_count": phase["iterations"]}
    return {**rest, "duration": duration}


def _customer(form: Form) -> Form:
    """A token as the `source` is the card to pay with, which is a payment method today."""
    token = form.get("source")
    if not isinstance(token, str) or not token.startswith("tok_"):
        return form
    rest = {name: value for name, value in form.items() if name != "source"}
    card = f"pm_card_{token.removeprefix('tok_')}"
    settings: Form = {"default_payment_method": card}
    return {**rest, "payment_method": card, "invoice_settings": settings}


_NEW: Mapping[str, Callable[[Form], Form]] = {
    "/v1/customers": _customer,
    "/v1/promotion_codes": _promotion_code,
    "/v1/subscription_schedules": _schedule,
}


def upgraded(form: Form, path: str) -> Form:
    """The parameters of a call that makes something, as today's version names them."""
    change = _NEW.get(path)
    return form if change is None else change(form)
