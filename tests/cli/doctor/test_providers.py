"""What Stripe and Amazon know of us, when it is not what we rely on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from shared.cli.doctor.clients import Clients
from shared.cli.doctor.finding import Severity
from tests.cli.doctor.cloud import INTAKE, SECRETS, TOPOLOGY, WIRING, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, findings_after, table

KEY = SECRETS["stripe-api-key"]
URL = f"{INTAKE}/webhooks/stripe"
SENDER = "hello@nordljus.example"


def _endpoint(**changes: Any) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        assert clients.stripe is not None
        endpoints = clients.stripe(KEY).v1.webhook_endpoints
        endpoints.update(endpoints.list().data[0].id, changes)  # type: ignore[arg-type]  # each test its own

    return spoil


def _endpoint_anew(**settings: Any) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        assert clients.stripe is not None
        endpoints = clients.stripe(KEY).v1.webhook_endpoints
        endpoints.delete(endpoints.list().data[0].id)
        every = {"enabled_events": list(TOPOLOGY.stripe_events), "url": URL}
        endpoints.create({**every, **settings})  # type: ignore[typeddict-item]  # each test its own

    return spoil


def _a_second_endpoint(clients: Clients) -> None:
    assert clients.stripe is not None
    events = list(TOPOLOGY.stripe_events)
    endpoints = clients.stripe(KEY).v1.webhook_endpoints
    endpoints.create({"enabled_events": events, "url": URL})  # type: ignore[typeddict-item]  # names from the plan


def _mail(spoil: Callable[[Any], object]) -> Callable[[Clients], object]:
    return lambda clients: spoil(clients.mail(WIRING.setting("AWS_REGION"), "AKIA", "secret"))


def _enter_the_sandbox(ses: Any) -> None:
    details = {"MailType": "TRANSACTIONAL", "WebsiteURL": "https://shop.example"}
    ses.put_account_details(**details, ProductionAccessEnabled=False)


def _verify_anew(ses: Any) -> None:
    """Unverified until somebody publishes what it asks for."""
    ses.delete_email_identity(EmailIdentity=SENDER)
    ses.create_email_identity(EmailIdentity=SENDER)


@table(
    Seed(
        "stripe-endpoint-missing",
        "stripe",
        _endpoint(url="https://elsewhere.example/webhooks/stripe"),
        f"no webhook endpoint for {URL} (there: https://elsewhere.example/webhooks/stripe)",
    ),
    Seed(
        "stripe-endpoint-disabled",
        "stripe",
        _endpoint(disabled=True),
        "is disabled: no order gets paid",
        "in Stripe's dashboard, and resend what failed meanwhile",
    ),
    Seed(
        "stripe-endpoint-events",
        "stripe",
        _endpoint(enabled_events=["checkout.session.completed"]),
        "is not sent checkout.session.async_payment_failed, checkout.session.async_payment_succee",
        "add these events to we_",
    ),
    Seed(
        "stripe-endpoint-version",
        "stripe",
        _endpoint_anew(),
        "speaks the account's default version, not 2026-10-28.endive",
        "its version cannot be changed: delete it",
    ),
    Seed(
        "stripe-endpoint-duplicate",
        "stripe",
        _a_second_endpoint,
        f"Stripe has 2 webhook endpoints for {URL}",
        "delete all but one of we_",
    ),
    Seed(
        "mail-sending-disabled",
        "ses",
        _mail(lambda ses: ses.put_account_sending_attributes(SendingEnabled=False)),
        "Amazon SES does not send for this account",
        "put-account-sending-attributes --sending-enabled",
    ),
    Seed(
        "mail-sandbox",
        "ses",
        _mail(_enter_the_sandbox),
        "Amazon SES is in its sandbox",
        "ask for production access",
    ),
    Seed(
        "mail-sender-unverified",
        "ses",
        _mail(_verify_anew),
        f"Amazon SES may not send as {SENDER}",
        "create-email-identity --email-identity nordljus.example",
    ),
    Seed(
        "mail-configuration-set-missing",
        "ses",
        _mail(lambda ses: ses.delete_configuration_set(ConfigurationSetName="receipts")),
        "Amazon SES has no configuration set receipts",
        "make the configuration set receipts",
    ),
)
def test_a_mistake_at_a_provider_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)


def test_a_key_that_may_not_look_is_told_and_nothing_else(cloud: DoctorsCloud) -> None:
    def spoil(_: Clients) -> None:
        allowed = {"key": KEY, "permissions": ["rak_checkout_session_write"]}
        _twin(cloud, "restricted-keys", allowed)

    found = findings_after(cloud, Seed("stripe-endpoints-not-seen", "stripe", spoil, ""))

    assert [one.id for one in found] == ["stripe-endpoints-not-seen"]
    assert found[0].severity is Severity.UNSEEN
    assert "Webhook Endpoints: Read" in found[0].fix


@pytest.mark.parametrize(
    ("status", "id_"), [(401, "stripe-key-invalid"), (503, "no-answer"), (429, "no-answer")]
)
def test_stripes_refusals_are_told_apart(cloud: DoctorsCloud, status: int, id_: str) -> None:
    def spoil(_: Clients) -> None:
        _twin(cloud, "faults", {"method": "GET", "status": status})

    found = findings_after(cloud, Seed(id_, "stripe", spoil, ""))

    assert [one.id for one in found] == [id_]


def _twin(cloud: DoctorsCloud, path: str, body: dict[str, Any]) -> None:
    url = f"http://127.0.0.1:{cloud.ports.stripe}/_twin/{path}"
    requests.post(url, json=body, timeout=5).raise_for_status()
