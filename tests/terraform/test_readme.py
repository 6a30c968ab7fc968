"""`terraform/README.md` says what the files say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.terraform.plan import Plan
from tests.terraform.running import ROOT

README = (ROOT / "terraform/README.md").read_text(encoding="utf-8")


def test_every_variable_is_in_the_table(plan: Plan) -> None:
    variables = plan.document["configuration"]["root_module"]["variables"]

    table = "\n".join(_rows(variables))

    assert table in README, f"put this into terraform/README.md:\n\n{table}\n"


def test_variables_stand_in_alphabetical_order() -> None:
    for name in ("variables.tf", "options.tf"):
        text = (ROOT / "terraform" / name).read_text(encoding="utf-8")
        names = re.findall(r'^variable "(\w+)"', text, re.MULTILINE)
        assert names == sorted(names)


def test_every_file_that_is_named_exists() -> None:
    named = re.findall(r"`([\w./-]+\.(?:tf|hcl|tfvars|example))`", README)

    assert named
    assert [name for name in named if not (ROOT / "terraform" / name).exists()] == []


def test_what_a_purchase_takes_is_counted(plan: Plan) -> None:
    path = (ROOT / "tests/chaos/paths/sale.txt").read_text(encoding="utf-8")
    calls = Counter(
        line.partition(": ")[2]
        for line in path.splitlines()
        if not line.startswith("outbox_relay") and not line.endswith("find")
    )
    database = calls["database.read"] + calls["database.commit"]
    conditions = sum(
        len(policy["conditions"]) for policy in plan.of("google_monitoring_alert_policy")
    )

    assert f"{database} database calls" in README
    assert f"{calls['topic.publish']} publishes, {calls['tasks.enqueue']} tasks" in README
    assert f"of which there are {conditions} |" in README


def _rows(variables: dict[str, Any]) -> Iterator[str]:
    for name, variable in sorted(variables.items()):
        yield f"| `{name}` | {_default(variable)} | {variable['description']} |"


def _default(variable: dict[str, Any]) -> str:
    if "default" not in variable:
        return "**needed**"
    return f"`{json.dumps(variable['default'])}`"
