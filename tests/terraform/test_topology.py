"""The local stack runs what is planned: `emulators/topology.json` is made from it."""

from __future__ import annotations

from emulators.topology import SNAPSHOT, Topology
from tests.terraform.plan import Plan
from tests.terraform.render_topology import rendered


def test_the_snapshot_is_what_make_topology_makes_of_the_plan(plan: Plan) -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == rendered(plan), "run `make topology`"


def test_the_runner_understands_the_snapshot(plan: Plan) -> None:
    topology = Topology.model_validate_json(rendered(plan))
    assert topology == Topology.load()
