"""Every type of object that the twin serves, against the SDK and Stripe's published examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import stripe

from tests.emulators.stripe import known_fields, lived, object_types
from tests.emulators.stripe.annotations import fields, misfits
from tests.emulators.stripe.running import RunningTwin

TOLERATED = (
    # Each type of thin event has a class of its own, and that one knows it.
    "v2.core.event.related_object: the SDK does not know it",
    # An invoice that is still to come has none, whatever the annotation says.
    "invoice.id: missing",
)
NOT_IN_THE_EXAMPLE = ("tax.registration.country_options.us",)
"""Tax in the United States is not simulated."""


@pytest.fixture(scope="module")
def everything() -> Iterator[list[dict[str, Any]]]:
    twin, made = lived.live()
    yield [*lived.everything(twin), *object_types.objects_in(made)]
    twin.stop()


def test_every_type_of_the_sdk_is_served_or_on_the_list(everything: list[dict[str, Any]]) -> None:
    served = {value["object"] for value in everything}
    listed = set(object_types.not_served())
    assert set(object_types.classes()) - served - listed == set(), "new: serve or list them"
    assert served & listed == set(), f"served: take them out of {object_types.LISTS.name}"


def test_every_object_has_every_field_of_its_class(everything: list[dict[str, Any]]) -> None:
    lacking = {
        f"{value['object']}: {object_types.missing(value)}"
        for value in everything
        if object_types.missing(value)
    }
    assert lacking == set()


def test_every_field_is_of_the_type_that_the_sdk_says(everything: list[dict[str, Any]]) -> None:
    wrong = [
        f"{value['object']}{complaint}"
        for value in everything
        for complaint in misfits(value, object_types.classes()[value["object"]])
    ]
    assert set(wrong) - set(TOLERATED) == set()


def test_every_field_of_stripes_examples_is_there(everything: list[dict[str, Any]]) -> None:
    had: dict[str, set[str]] = {}
    for value in everything:
        had.setdefault(value["object"], set()).update(known_fields.paths(value))
    compared = had.keys() & known_fields.known()["examples"].keys()
    lacking = {
        f"{kind}.{path}" for kind in compared for path in known_fields.lacking(kind, had[kind])
    }
    assert compared
    assert lacking == set(NOT_IN_THE_EXAMPLE)


def test_the_known_fields_are_those_of_the_installed_sdk() -> None:
    known = known_fields.known()
    remedy = "make them anew: python -m tests.emulators.stripe.known_fields"
    assert known["api_version"] == stripe.api_version, remedy
    assert known["sdk"] == known_fields.of_the_sdk(), remedy


@pytest.mark.skipif(
    object_types.EXAMPLES is None, reason="KVITTO_STRIPE_EXAMPLES names no published examples"
)
def test_the_known_fields_are_those_of_the_published_examples() -> None:
    assert known_fields.known()["examples"] == known_fields.of_the_examples()


def test_the_lists_name_what_the_sdk_has_and_say_why() -> None:
    known = object_types.classes()
    assert set(object_types.not_served()) <= set(known)
    assert all(object_types.not_served().values())
    for kind, reasons in object_types.all_left_out().items():
        assert all(reasons.values())
        assert kind == "*" or set(reasons) <= set(fields(known[kind]))


def test_a_new_webhook_endpoint_has_its_secret(twin: RunningTwin) -> None:
    made = twin.stripe.v1.webhook_endpoints.create(
        params={"url": "https://shop.example/hook", "enabled_events": ["*"]}
    ).to_dict()
    assert set(fields(stripe.WebhookEndpoint)) - {"deleted"} == set(made)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ({"active": "yes"}, ".active: 'yes' is no bool"),
        ({"colour": "red"}, ".colour: the SDK does not know it"),
        ({"type": "goods"}, ".type: 'goods' is none of ('good', 'service')"),
    ],
)
def test_the_comparison_itself_sees_what_is_wrong(value: dict[str, Any], complaint: str) -> None:
    assert complaint in list(misfits(value, stripe.Product))
    assert ".name: missing" in list(misfits(value, stripe.Product))
