"""Versions, other accounts, limits, restricted keys and uploads."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import stripe

from tests.emulators.stripe.orders import params
from tests.emulators.stripe.running import KEY, Reply, RunningTwin, eventually

BEARER = {"Authorization": f"Bearer {KEY}"}


def error_of(reply: Reply) -> dict[str, Any]:
    error: dict[str, Any] = json.loads(reply.text)["error"]
    return error


@pytest.mark.parametrize("version", ["2024-06-20", "2026-08-26.dahlia", "2027-01-01.ficus"])
def test_a_version_of_another_shape_is_refused_by_its_name(twin: RunningTwin, version: str) -> None:
    reply = twin.request("GET", "/v1/products", headers={**BEARER, "Stripe-Version": version})
    assert (reply.status, error_of(reply)["code"]) == (400, "twin_version_not_simulated")
    assert version in error_of(reply)["message"]


def test_a_call_that_names_no_version_may_still_choose_payment_method_types(
    twin: RunningTwin,
) -> None:
    form = {"amount": "500", "currency": "eur", "payment_method_types[]": "card"}
    old = twin.request("POST", "/v1/payment_intents", form=form, headers=BEARER)
    endive = {**BEARER, "Stripe-Version": stripe.api_version}
    new = twin.request("POST", "/v1/payment_intents", form=form, headers=endive)
    assert json.loads(old.text)["payment_method_types"] == ["card"]
    assert error_of(new)["code"] == "payment_method_types_no_longer_supported"


def test_an_account_that_is_not_connected_is_out_of_reach(twin: RunningTwin) -> None:
    with pytest.raises(stripe.PermissionError, match="acct_other") as caught:
        twin.stripe.v1.products.list(options={"stripe_account": "acct_other"})
    assert caught.value.http_status == 403
    assert '"code": "account_invalid"' in str(caught.value.http_body)


def test_a_wrong_expand_is_refused_before_anything_is_made(twin: RunningTwin) -> None:
    twin.listen()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        twin.stripe.v1.customers.create(params={"name": "Ada", "expand": ["unicorn"]})
    assert twin.stripe.v1.customers.list().data == []
    assert twin.stripe.v1.events.list().data == []
    twin.stripe.v1.products.create(params={"name": "Lamp"})
    twin.shop.wait_for("product.created")
    assert twin.shop.types() == ["product.created"]


def test_a_wrong_expand_leaves_what_was_there_as_it_was(twin: RunningTwin) -> None:
    create = twin.stripe.v1.checkout.sessions.create
    session = create(params=params())
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        twin.stripe.v1.checkout.sessions.expire(session.id, params={"expand": ["unicorn"]})
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "open"
    twin.advance(days=1)
    assert twin.stripe.v1.checkout.sessions.retrieve(session.id).status == "expired"


@pytest.mark.parametrize(
    ("limit", "paths", "reason"),
    [
        ({"per_second": 2}, ["/v1/products", "/v1/prices", "/v1/customers"], "global-rate"),
        ({"per_endpoint": 1}, ["/v1/products/a", "/v1/prices", "/v1/products/b"], "endpoint-rate"),
    ],
)
def test_a_limit_says_which_one_it_was(
    twin: RunningTwin, limit: dict[str, int], paths: list[str], reason: str
) -> None:
    twin.post_json("/_twin/rate-limit", limit)
    replies = [twin.request("GET", path, headers=BEARER) for path in paths]
    assert [reply.status == 429 for reply in replies] == [False, False, True]
    assert replies[-1].headers["Stripe-Rate-Limited-Reason"] == reason
    assert error_of(replies[-1])["code"] == "rate_limit"


def test_too_many_requests_at_a_time_are_told_apart_from_too_many_a_second(
    twin: RunningTwin,
) -> None:
    twin.post_json("/_twin/rate-limit", {"concurrent": 1})
    twin.post_json("/_twin/faults", {"method": "GET", "path": "/v1/prices", "delay_ms": 60_000})
    slow = twin.begin("GET", "/v1/prices", headers=BEARER)
    eventually(lambda: twin.request("GET", "/v1/products", headers=BEARER).status == 429)
    reply = twin.request("GET", "/v1/products", headers=BEARER)
    assert reply.headers["Stripe-Rate-Limited-Reason"] == "global-concurrency"
    twin.advance(minutes=1)
    assert slow.result(10).status == 200


def test_a_restricted_key_does_what_is_on_its_list(twin: RunningTwin) -> None:
    key = "rk_test_0123456789abcdef"
    twin.post_json(
        "/_twin/restricted-keys",
        {"key": key, "permissions": ["rak_product_write", "rak_checkout_session_read"]},
    )
    client = stripe.StripeClient(key, base_addresses={"api": twin.url})
    assert client.v1.products.create(params={"name": "Lamp"}).name == "Lamp"
    assert len(client.v1.products.list().data) == 1
    assert client.v1.checkout.sessions.list().data == []
    with pytest.raises(stripe.PermissionError, match="rak_checkout_session_write") as caught:
        client.v1.checkout.sessions.create(params=params())
    assert caught.value.http_status == 403
    assert key not in str(caught.value)


def test_a_permission_that_is_none_is_refused(twin: RunningTwin) -> None:
    body = {"key": "rk_test_0123456789abcdef", "permissions": ["everything"]}
    assert twin.request_json("/_twin/restricted-keys", body).status == 400


def test_a_file_is_kept_and_given_back(twin: RunningTwin) -> None:
    evidence = io.BytesIO(b"%PDF-1.4 a receipt")
    evidence.name = "receipt.pdf"
    made = twin.stripe.v1.files.create(params={"purpose": "dispute_evidence", "file": evidence})
    again = twin.stripe.v1.files.retrieve(made.id)
    contents = twin.request("GET", f"/v1/files/{made.id}/contents", headers=BEARER)
    assert (again.filename, again.type, again.size) == ("receipt.pdf", "pdf", 18)
    assert contents.text == "%PDF-1.4 a receipt"
    assert twin.request("GET", f"/v1/files/{made.id}/contents").status == 401
    listed = twin.stripe.v1.files.list(params={"purpose": "dispute_evidence"}).data
    assert [row.id for row in listed] == [made.id]
    assert twin.stripe.v1.files.list(params={"purpose": "business_logo"}).data == []


def test_a_file_that_is_too_large_for_its_purpose_is_refused(twin: RunningTwin) -> None:
    logo = io.BytesIO(b"x" * (512 * 1024 + 1))
    with pytest.raises(stripe.InvalidRequestError) as caught:
        twin.stripe.v1.files.create(params={"purpose": "business_logo", "file": logo})
    assert caught.value.code == "file_too_large"


def test_a_method_that_an_address_does_not_have_is_a_404_like_an_unknown_address(
    twin: RunningTwin,
) -> None:
    reply = twin.request("PUT", "/v1/products", headers=BEARER)
    head = twin.request("HEAD", "/v1/unicorns", headers=BEARER)
    assert reply.status == 404
    assert error_of(reply)["message"] == "Unrecognized request URL (PUT: /v1/products)."
    assert (head.status, head.text) == (404, "")


def test_the_sdk_is_told_not_to_repeat_what_would_only_be_replayed(twin: RunningTwin) -> None:
    form = {"currency": "eur", "unit_amount": "900", "product": "prod_missing"}
    headers = {**BEARER, "Idempotency-Key": "k1"}
    reply = twin.request("POST", "/v1/prices", form=form, headers=headers)
    assert (reply.status, reply.headers["Stripe-Should-Retry"]) == (400, "false")
