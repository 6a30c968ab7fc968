"""Idempotency keys."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest
import stripe

from tests.emulators.stripe.orders import open_session, params
from tests.emulators.stripe.running import KEY, Reply, RunningTwin

BEARER = {"Authorization": f"Bearer {KEY}"}


def post(twin: RunningTwin, key: str, path: str = "/v1/products", **form: str) -> Reply:
    return twin.request("POST", path, form=form, headers={**BEARER, "Idempotency-Key": key})


def error_of(reply: Reply) -> dict[str, str]:
    error: dict[str, str] = json.loads(reply.text)["error"]
    return error


def test_the_same_request_again_gets_the_same_answer(twin: RunningTwin) -> None:
    first, second = post(twin, "k1", name="Lamp"), post(twin, "k1", name="Lamp")
    assert second.text == first.text
    assert second.headers["Idempotent-Replayed"] == "true"
    assert second.headers["Original-Request"] == first.headers["Request-Id"]
    assert second.headers["Request-Id"] != first.headers["Request-Id"]
    assert "Idempotent-Replayed" not in first.headers
    assert len(twin.stripe.v1.products.list().data) == 1


def test_the_sdk_gets_the_same_session_for_the_same_key(twin: RunningTwin) -> None:
    create = twin.stripe.v1.checkout.sessions.create
    first = create(params=params(), options={"idempotency_key": "order-1"})
    second = create(params=params(), options={"idempotency_key": "order-1"})
    assert first.id == second.id != open_session(twin).id


def test_a_key_stands_for_one_set_of_parameters(twin: RunningTwin) -> None:
    post(twin, "k1", name="Lamp")
    with pytest.raises(stripe.IdempotencyError, match="with the same parameters") as caught:
        twin.stripe.v1.products.create(params={"name": "Other"}, options={"idempotency_key": "k1"})
    assert caught.value.http_status == 400


def test_a_key_stands_for_one_address(twin: RunningTwin) -> None:
    post(twin, "k1", name="Lamp")
    reply = post(twin, "k1", "/v1/customers", name="Lamp")
    assert (reply.status, error_of(reply)["type"]) == (400, "idempotency_error")
    assert "('/v1/customers' vs '/v1/products')" in error_of(reply)["message"]


def test_a_key_is_forgotten_after_a_day(twin: RunningTwin) -> None:
    first = post(twin, "k1", name="Lamp")
    twin.advance(hours=23, minutes=59)
    assert post(twin, "k1", name="Lamp").text == first.text
    twin.advance(minutes=1)
    assert post(twin, "k1", name="Lamp").text != first.text


def test_a_refusal_before_the_work_begins_is_not_kept(twin: RunningTwin) -> None:
    assert post(twin, "k1", colour="red").status == 400
    assert post(twin, "k1", name="Lamp").status == 200


def test_a_refusal_of_the_work_itself_is_kept(twin: RunningTwin) -> None:
    form = {"currency": "eur", "unit_amount": "900", "product": "prod_late"}
    assert post(twin, "k1", "/v1/prices", **form).status == 400
    twin.stripe.v1.products.create(params={"id": "prod_late", "name": "Late"})
    again = post(twin, "k1", "/v1/prices", **form)
    assert (again.status, again.headers["Idempotent-Replayed"]) == (400, "true")
    assert post(twin, "k2", "/v1/prices", **form).status == 200


def test_a_server_error_is_kept_and_the_sdk_is_told_not_to_insist(twin: RunningTwin) -> None:
    twin.post_json("/_twin/faults", {"method": "POST", "status": 500})
    first, second = post(twin, "k1", name="Lamp"), post(twin, "k1", name="Lamp")
    assert (first.status, second.status) == (500, 500)
    assert first.headers["Stripe-Should-Retry"] == "false"
    assert second.headers["Idempotent-Replayed"] == "true"
    assert twin.stripe.v1.products.list().data == []


def test_an_answer_that_was_lost_is_given_again(twin: RunningTwin) -> None:
    twin.post_json("/_twin/faults", {"method": "POST", "is_lost": True})
    with pytest.raises(aiohttp.ClientError):
        post(twin, "k1", name="Lamp")
    again = post(twin, "k1", name="Lamp")
    assert (again.status, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert len(twin.stripe.v1.products.list().data) == 1


def test_the_same_key_at_the_same_time_is_a_conflict(twin: RunningTwin) -> None:
    twin.post_json("/_twin/faults", {"method": "POST", "delay_ms": 200})

    async def both() -> list[int]:
        headers = {**BEARER, "Idempotency-Key": "k1"}
        async with aiohttp.ClientSession(headers=headers) as http:

            async def one() -> int:
                async with http.post(f"{twin.url}/v1/products", data={"name": "Lamp"}) as response:
                    return response.status

            return list(await asyncio.gather(one(), one()))

    assert sorted(twin.run(both())) == [200, 409]


def test_a_key_has_at_most_255_characters(twin: RunningTwin) -> None:
    assert post(twin, "k" * 255, name="Lamp").status == 200
    assert post(twin, "k" * 256, name="Lamp").status == 400


def test_events_name_the_request_that_caused_them(twin: RunningTwin) -> None:
    reply = post(twin, "k1", name="Lamp")
    [event] = twin.stripe.v1.events.list(params={"type": "product.created"}).data
    assert event.request is not None
    assert event.request.id == reply.headers["Request-Id"]
    assert event.request.idempotency_key == "k1"
