"""Tax ids and the registers they are looked up in."""

from __future__ import annotations

import pytest

from tests.emulators.stripe.orders import open_session
from tests.emulators.stripe.running import RunningTwin


@pytest.mark.parametrize(
    ("value", "status"),
    [("DE123456789", "verified"), ("DE111111111", "unverified"), ("DE222222222", "pending")],
)
def test_a_tax_id_is_looked_up_a_moment_later(twin: RunningTwin, value: str, status: str) -> None:
    ada = twin.stripe.v1.customers.create()
    made = twin.stripe.v1.customers.tax_ids.create(
        ada.id, params={"type": "eu_vat", "value": value}
    )
    assert made.verification is not None
    assert made.verification.status == "pending"
    twin.advance(seconds=3)
    after = twin.stripe.v1.customers.tax_ids.retrieve(ada.id, made.id)
    assert after.verification is not None
    assert after.verification.status == status


def test_a_tax_id_that_cannot_be_one_keeps_the_form_back(twin: RunningTwin) -> None:
    session = open_session(twin, tax_id_collection={"enabled": True, "required": "if_supported"})
    path = f"/_twin/checkout/sessions/{session.id}/pay"
    assert "Required" in twin.request_json(path, {"country": "DE"}).text
    wrong = twin.request_json(path, {"country": "DE", "tax_id": "DE12"})
    assert (wrong.status, "not valid" in wrong.text) == (400, True)
