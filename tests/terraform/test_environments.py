"""The examples that people copy their values from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.terraform.plan import Plan, only
from tests.terraform.running import Terraform

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["dev", "prod"])
def environment(request: pytest.FixtureRequest, resolving: Terraform, folder: Path) -> Plan:
    values = folder / f"env/{request.param}.tfvars"
    shutil.copyfile(folder / f"env/{request.param}.tfvars.example", values)
    return Plan(resolving.plan(folder, values=values))


def test_only_production_costs_something_while_nobody_buys(environment: Plan) -> None:
    services = [
        only(function["service_config"])
        for function in environment.of("google_cloudfunctions2_function")
    ]
    waiting = sum(service["min_instance_count"] for service in services)
    alerts = environment.of("google_monitoring_alert_policy")

    is_production = environment.variable("environment") == "prod"
    assert (waiting > 0) is is_production
    assert bool(alerts) is is_production


def test_only_production_moves_real_money_and_is_protected(environment: Plan) -> None:
    is_production = environment.variable("environment") == "prod"
    database = only(environment.of("google_firestore_database"))

    assert environment.variable("stripe_livemode") is is_production
    assert (database["deletion_policy"] == "PREVENT") is is_production
