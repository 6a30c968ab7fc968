"""The backoffice: who may give money back, how much, and what everybody else is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shared.domain.refund_request import RefundRequest
from shared.edge.backoffice_api import BackofficeApi
from shared.edge.caller import Callers
from shared.usecases.ports.failures import Unavailable
from shared.usecases.read_order_file import ReadOrderFile
from shared.usecases.request_refund import RequestRefund
from shared.usecases.transaction import Transactions
from tests.builders.invoices import TRACEPARENT
from tests.builders.purchases import TOTAL_MINOR, a_shop, receipted
from tests.builders.stripe_events import a_refund_event
from tests.edge.asking import JSON, Answer, ask
from tests.edge.issuer import EMAIL, Issuer
from tests.fakes.payments import MemoryRefunds
from tests.fakes.troubled import Trouble, Troubled
from tests.fakes.world import SeededRandomness

KEY = "5f0c1d1e-8f4b-4c8e-9a63-0a2c7b0f3f11"


class Desk:
    def __init__(self, callers: Callers, issuer: Issuer, limit_minor: int = 10**9) -> None:
        self.shop = a_shop()
        self.order_id = receipted(self.shop)
        self.refunds = MemoryRefunds(limit_minor)
        self.token = issuer.token(email=EMAIL)
        self._callers = callers

    def ask(self, method: str = "POST", path: str = "", **request: Any) -> Answer:
        headers = {**JSON, "Authorization": f"Bearer {self.token}", "Idempotency-Key": KEY}
        body = json.dumps(request.get("body", {})).encode() if method == "POST" else b""
        return ask(
            self._api(request.get("refunds", self.refunds)).routes(),
            method,
            path or f"/v1/orders/{self.order_id}/refunds",
            body=body,
            headers={**headers, **request.get("headers", {})},
        )

    def _api(self, refunds: Any) -> BackofficeApi:
        database, clock = self.shop.database, self.shop.clock
        transactions = Transactions(database, SeededRandomness(0), clock.wait)
        return BackofficeApi(
            callers=self._callers,
            request_refund=RequestRefund(transactions, refunds, clock),
            read_file=ReadOrderFile(database),
        )

    @property
    def requests(self) -> list[RefundRequest]:
        return list(self.shop.database.scan(RefundRequest))


@pytest.fixture
def desk(callers: Callers, issuer: Issuer) -> Desk:
    return Desk(callers, issuer)


def test_a_refund_answers_with_what_goes_back_and_who_asked(desk: Desk) -> None:
    answer = desk.ask(body={"amount_minor": 5_00, "reason": "requested_by_customer"})

    assert answer.status == 201
    done = json.loads(answer.body)
    assert (done["amount_minor"], done["currency"], done["refund_id"]) == (5_00, "eur", "re_1")
    assert done["requested_by"] == EMAIL
    assert desk.requests[0].reason == "requested_by_customer"


def test_the_same_key_answers_the_same_and_refunds_once(desk: Desk) -> None:
    first, again = desk.ask(), desk.ask()

    assert first.body == again.body
    assert desk.refunds.made == ["re_1"]
    assert desk.ask(body={"amount_minor": 1}).codes == ["idempotency.mismatch"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"amount_minor": 0}, "amount_minor"),
        ({"amount_minor": True}, "amount_minor"),
        ({"amount_minor": "500"}, "amount_minor"),
        ({"lines": {}}, "lines"),
        ({"lines": {"PRINT": -1}}, "lines"),
        ({"lines": {"P RINT": 1}}, "lines"),
        ({"lines": [1]}, "lines"),
        ({"lines": {"PRINT": 1}, "amount_minor": 1}, "lines_or_amount"),
        ({"reason": "because"}, "reason"),
        ({"amount": 500}, "unknown_field"),
        ({"amount_minor": TOTAL_MINOR + 1}, "refund.too_much"),
        ({"lines": {"NOTHING": 1}}, "refund.too_much"),
    ],
)
def test_what_is_not_valid_is_named_and_nothing_is_stored(
    desk: Desk, body: dict[str, Any], code: str
) -> None:
    answer = desk.ask(body=body)

    assert (answer.status, answer.codes) == (422, [code])
    assert desk.requests == []
    assert desk.refunds.asked == []


def test_without_a_token_or_a_key_nothing_happens(desk: Desk) -> None:
    assert desk.ask(headers={"Authorization": ""}).status == 401
    assert (
        desk.ask("GET", f"/v1/orders/{desk.order_id}", headers={"Authorization": ""}).status == 401
    )
    assert desk.ask(headers={"Idempotency-Key": "short"}).status == 400
    assert desk.refunds.asked == []


@pytest.mark.parametrize("order", ["ord_" + "z" * 26, "nonsense"])
def test_an_order_that_is_none_is_not_found(desk: Desk, order: str) -> None:
    assert desk.ask(path=f"/v1/orders/{order}/refunds").status == 404
    assert desk.ask("GET", f"/v1/orders/{order}").status == 404


def test_a_refusal_of_the_provider_is_told_in_its_words(callers: Callers, issuer: Issuer) -> None:
    desk = Desk(callers, issuer, limit_minor=1)

    answer = desk.ask()

    assert (answer.status, answer.codes) == (422, ["refund.refused"])
    assert "charge_already_refunded" in answer.problem["detail"]


def test_a_provider_that_is_away_leaves_the_wish_and_asks_for_the_same_key(desk: Desk) -> None:
    away = Troubled(desk.refunds, "refund", [Trouble(Unavailable("timeout"))])

    answer = desk.ask(refunds=away)

    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert "send the same key" in answer.problem["detail"]
    assert [request.is_answered for request in desk.requests] == [False]
    assert desk.ask().status == 201
    assert desk.refunds.made == ["re_1"]


def test_the_file_of_an_order_lists_documents_refunds_and_mails(desk: Desk) -> None:
    desk.shop.receive_stripe(a_refund_event(amount_minor=10_00), TRACEPARENT)
    desk.shop.sweep_waiting()

    answer = desk.ask("GET", f"/v1/orders/{desk.order_id}")

    found = json.loads(answer.body)
    assert found["refundable_minor"] == TOTAL_MINOR - 10_00
    assert [(d["kind"], d["number"]) for d in found["documents"]] == [
        ("invoice", "INV-2026-000001"),
        ("credit_note", "CN-2026-000001"),
    ]
    assert found["documents"][1]["corrects"] == "INV-2026-000001"
    assert [refund["status"] for refund in found["refunds"]] == ["succeeded"]
    assert [mail["status"] for mail in found["mails"]] == ["sent"]
    assert "astrid" not in answer.body.decode().lower()  # no personal data
