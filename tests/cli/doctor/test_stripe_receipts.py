"""Receipts that Stripe mails by a setting of its own, which no API shows."""

from __future__ import annotations

import stripe

from shared.cli.doctor.finding import Severity
from shared.cli.doctor.stripe_receipts import mailed_by_stripe


def a_charge(id_: str, receipt_number: str | None) -> stripe.Charge:
    return stripe.Charge.construct_from({"id": id_, "receipt_number": receipt_number}, "sk_test_x")


def test_charges_without_a_receipt_of_stripes_are_well() -> None:
    assert not list(mailed_by_stripe([a_charge("ch_1", None), a_charge("ch_2", None)]))


def test_a_receipt_that_stripe_mailed_is_a_risk_and_its_charge_is_named() -> None:
    charges = [a_charge("ch_1", None), a_charge("ch_2", "1234-5678"), a_charge("ch_3", "1")]

    (found,) = mailed_by_stripe(charges)

    assert (found.id, found.severity) == ("stripe-mails-receipts", Severity.RISK)
    assert "ch_2" in found.what
    assert "Customer emails" in found.fix
