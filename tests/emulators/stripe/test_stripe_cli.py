"""The official Stripe CLI, unmodified: its triggers, its fixtures and its resends.

Runs where a CLI is found: see `stripe_cli`.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.emulators.stripe import stripe_cli
from tests.emulators.stripe.running import RunningTwin
from tests.emulators.stripe.stripe_cli import StripeCli

BINARY = stripe_cli.find()
TRIGGERS = stripe_cli.names(BINARY) if BINARY else ["(no CLI)"]
FAILING = stripe_cli.failing()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BINARY is None, reason="no Stripe CLI: KVITTO_STRIPE_CLI is not set"),
]


@pytest.fixture
def cli(twin: RunningTwin, tmp_path: Path) -> StripeCli:
    twin.listen()
    return StripeCli(BINARY or "", twin, tmp_path)


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_trigger_brings_its_event_to_an_endpoint(cli: StripeCli, name: str) -> None:
    trouble = cli.trouble(name)
    if name in FAILING:
        assert trouble is not None, f"it works: take {name} out of {stripe_cli.FAILING.name}"
    else:
        assert trouble is None


def test_only_triggers_that_there_are_may_fail() -> None:
    assert set(FAILING) <= set(TRIGGERS)


def test_an_event_is_sent_again(cli: StripeCli, twin: RunningTwin) -> None:
    assert cli.run("trigger", "customer.created").code == 0
    twin.shop.wait_for("customer.created")
    [event] = twin.stripe.v1.events.list(params={"type": "customer.created"}).data
    [endpoint] = twin.stripe.v1.webhook_endpoints.list().data
    count = len(twin.shop.deliveries)
    told = cli.run("events", "resend", event.id, f"--webhook-endpoint={endpoint.id}")
    deliveries = twin.shop.wait_for_count(count + 1)
    assert told.code == 0
    assert json.loads(told.text[told.text.index("{") : told.text.rindex("}") + 1])["id"] == event.id
    assert deliveries[-1].event.id == event.id


def test_a_fixture_file_of_ones_own_runs(cli: StripeCli, twin: RunningTwin, tmp_path: Path) -> None:
    steps = [
        {"name": "buyer", "path": "/v1/customers", "method": "post", "params": {"name": "Ada"}},
        {
            "name": "again",
            "path": "/v1/customers/${buyer:id}",
            "method": "post",
            "params": {"description": "named ${buyer:name}"},
        },
    ]
    file = tmp_path / "flow.json"
    file.write_text(json.dumps({"_meta": {"template_version": 0}, "fixtures": steps}))
    assert cli.run("fixtures", str(file)).code == 0
    [customer] = twin.stripe.v1.customers.list().data
    assert (customer.name, customer.description) == ("Ada", "named Ada")


def test_single_calls_and_refusals_are_shown(cli: StripeCli, twin: RunningTwin) -> None:
    product = twin.stripe.v1.products.create(params={"name": "Lamp"})
    assert product.id in cli.run("get", f"/v1/products/{product.id}").text
    assert "No such product" in cli.run("get", "/v1/products/prod_x").text


def test_the_cli_is_the_real_one() -> None:
    shown = subprocess.run([BINARY or "", "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("stripe version")
