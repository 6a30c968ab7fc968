"""`docs/operations.md` names what there is: at night nobody wants to guess."""

from __future__ import annotations

import re

import pytest

from shared.cli.main import main
from tests.terraform.plan import Plan
from tests.terraform.running import ROOT

HANDBOOK = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

# How a kind of thing is named in a command, and the type that the plan makes it as.
COMMANDS = {
    r"scheduler jobs \w+ ([\w-]+)": "google_cloud_scheduler_job",
    r"tasks queues \w+ ([\w-]+)": "google_cloud_tasks_queue",
    r"pubsub subscriptions \w+ ([\w-]+)": "google_pubsub_subscription",
    r"--service=([\w-]+)": "google_cloudfunctions2_function",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_is_given_exists(command: str, plan: Plan) -> None:
    named = set(re.findall(command, HANDBOOK))
    made = {found["name"] for found in plan.of(COMMANDS[command])}

    assert named
    assert named - made == set()


def test_every_metric_on_the_dashboard_is_explained(plan: Plan) -> None:
    table = HANDBOOK.partition("## Reading the dashboard")[2].partition("\n## ")[0]
    (board,) = plan.of("google_monitoring_dashboard")
    drawn = set(re.findall(r"user/kvitto/(\w+)", board["dashboard_json"]))

    assert drawn
    assert {name for name in drawn if name.replace("_", " ") not in table.lower()} == set()


def test_every_link_within_the_handbook_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", HANDBOOK, re.MULTILINE)
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in headings}

    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) - anchors == set()


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`kvitto (\w+)", HANDBOOK))))
def test_every_command_of_ours_exists(command: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0


def test_every_resource_that_terraform_is_told_to_forget_is_one(plan: Plan) -> None:
    addresses = {resource.address.partition("[")[0] for resource in plan.resources}

    assert set(re.findall(r"\bgoogle_\w+\.\w+", HANDBOOK)) - addresses == set()
