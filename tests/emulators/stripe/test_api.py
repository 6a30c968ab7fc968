"""What every call has in common: keys, headers, errors."""

from __future__ import annotations

import base64
import json

import pytest
import stripe

from tests.emulators.stripe.running import KEY, RunningTwin

BEARER = {"Authorization": f"Bearer {KEY}"}


def client(twin: RunningTwin, key: str) -> stripe.StripeClient:
    return stripe.StripeClient(key, base_addresses={"api": twin.url})


@pytest.mark.parametrize("key", ["sk_test_0123456789", "rk_test_0123456789abcdef"])
def test_any_test_key_opens_the_door(twin: RunningTwin, key: str) -> None:
    assert client(twin, key).v1.products.list().data == []


@pytest.mark.parametrize("key", ["sk_test_short", "pk_test_0123456789abcdef", "nonsense"])
def test_any_other_key_does_not(twin: RunningTwin, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key"):
        client(twin, key).v1.products.list()


def test_a_live_key_is_refused_and_not_repeated(twin: RunningTwin) -> None:
    with pytest.raises(stripe.AuthenticationError, match="refuses live keys") as caught:
        client(twin, "sk_live_0123456789abcdef").v1.products.list()
    assert "0123456789" not in str(caught.value)


def test_a_missing_key_is_a_401(twin: RunningTwin) -> None:
    reply = twin.request("GET", "/v1/products")
    error = json.loads(reply.text)["error"]
    assert (reply.status, error["type"]) == (401, "invalid_request_error")


def test_curl_may_send_the_key_as_a_user_name(twin: RunningTwin) -> None:
    user = base64.b64encode(f"{KEY}:".encode()).decode()
    headers = {"Authorization": f"Basic {user}"}
    assert twin.request("GET", "/v1/products", headers=headers).status == 200


def test_every_answer_names_its_request_and_its_version(twin: RunningTwin) -> None:
    reply = twin.request("GET", "/v1/products", headers=BEARER)
    assert reply.headers["Request-Id"].startswith("req_")
    assert reply.headers["Stripe-Version"] == "2026-10-28.endive"
    assert reply.text.startswith('{\n  "object": "list"')


def test_the_sdk_speaks_the_same_version() -> None:
    assert stripe.api_version == "2026-10-28.endive"


def test_a_version_that_cannot_be_one_is_refused(twin: RunningTwin) -> None:
    headers = {**BEARER, "Stripe-Version": "latest"}
    assert twin.request("GET", "/v1/products", headers=headers).status == 400


def test_an_address_that_stripe_does_not_have_is_a_404_in_its_shape(twin: RunningTwin) -> None:
    reply = twin.request("GET", "/v1/unicorns", headers=BEARER)
    error = json.loads(reply.text)["error"]
    assert (reply.status, error["type"]) == (404, "invalid_request_error")
    assert error["message"] == "Unrecognized request URL (GET: /v1/unicorns)."


def test_an_id_that_nobody_has_is_a_404_with_its_parameter(twin: RunningTwin) -> None:
    with pytest.raises(
        stripe.InvalidRequestError, match="No such payment_intent: 'pi_x'"
    ) as caught:
        twin.stripe.v1.payment_intents.retrieve("pi_x")
    assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")
    assert caught.value.param == "intent"


def test_a_body_that_is_no_form_is_refused(twin: RunningTwin) -> None:
    headers = {**BEARER, "Content-Type": "application/json"}
    reply = twin.request("POST", "/v1/products", form={"name": "x"}, headers=headers)
    assert reply.status == 400
    assert "x-www-form-urlencoded" in reply.text


@pytest.mark.parametrize(
    ("form", "code", "param"),
    [
        ({"name": "x", "active": "yes"}, None, "active"),
        ({"name": "x" * 5001}, None, "name"),
        ({"name": ""}, "parameter_invalid_empty", "name"),
        ({"name": "x", "images": "y"}, None, "images"),
        ({"name[first]": "x"}, None, "name"),
        ({"name": "x", "metadata": "y"}, None, "metadata"),
        ({"name": "x", f"metadata[{'k' * 41}]": "y"}, None, f"metadata[{'k' * 41}]"),
        ({"name": "x", "metadata[k]": "y" * 501}, None, "metadata[k]"),
        ({"name": "x", "a": "1", "b": "2"}, "parameter_unknown", "a"),
    ],
)
def test_each_kind_of_parameter_is_checked(
    twin: RunningTwin, form: dict[str, str], code: str | None, param: str
) -> None:
    reply = twin.request("POST", "/v1/products", form=form, headers=BEARER)
    error = json.loads(reply.text)["error"]
    assert (reply.status, error.get("code"), error["param"]) == (400, code, param)


def test_too_many_metadata_keys_are_refused(twin: RunningTwin) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="up to 50 metadata keys"):
        twin.stripe.v1.products.create(
            params={"name": "x", "metadata": {f"k{n}": "v" for n in range(51)}}
        )
