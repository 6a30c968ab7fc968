"""`kvitto doctor --wiring` reads what Terraform says of a deployment."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from emulators.topology import SNAPSHOT
from shared.cli.cannot_run import CannotRun
from shared.cli.doctor.wiring import Wiring
from shared.cli.doctor.wiring_file import read_wiring
from tests.terraform.plan import Plan
from tests.terraform.running import Terraform, copied


def test_a_plan_says_what_the_local_stack_runs_from(plan: Plan, tmp_path: Path) -> None:
    assert_is_the_snapshot(_read(plan.document, tmp_path))


@pytest.mark.slow
def test_the_state_of_a_deployment_says_the_same(
    resolving: Terraform, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    folder = copied(tmp_path_factory.mktemp("applied"))
    resolving.run(folder, "init", "-input=false")
    resolving.apply(folder)

    shown = json.loads(resolving.run(folder, "show", "-json"))

    assert_is_the_snapshot(_read(shown, tmp_path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"terraform_version": "1.11.4"}, "it has no google_cloudfunctions2_function"),
        ({"project": "kvitto"}, "does not describe a deployment: region: Field required"),
        ([], "does not describe a deployment"),
    ],
)
def test_something_else_is_refused_in_one_line(content: Any, words: str, tmp_path: Path) -> None:
    with pytest.raises(CannotRun) as trouble:
        _read(content, tmp_path)

    assert words in str(trouble.value)
    assert "\n" not in str(trouble.value)


def assert_is_the_snapshot(found: Wiring) -> None:
    """Besides the bucket of sources, which no laptop has."""
    wanted = read_wiring(SNAPSHOT)
    assert (found.project, found.region) == (wanted.project, wanted.region)
    assert (found.functions, found.schedules) == (wanted.functions, wanted.schedules)
    assert (found.queues, found.topics) == (wanted.queues, wanted.topics)
    assert found.stripe_events == wanted.stripe_events
    assert found.stripe_webhook_url.endswith("/webhooks/stripe")
    assert set(wanted.buckets) < set(found.buckets)
    assert set(wanted.subscriptions) == set(found.subscriptions)
    assert set(wanted.exports) == set(found.exports)
    assert set(found.grants) == set(wanted.grants)
    assert set(found.firestore.indexes) == set(wanted.firestore.indexes)
    assert set(found.firestore.unindexed) == set(wanted.firestore.unindexed)
    assert set(found.firestore.ttl) == set(wanted.firestore.ttl)


def _read(content: Any, folder: Path) -> Wiring:
    path = folder / "wiring.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_wiring(path)
