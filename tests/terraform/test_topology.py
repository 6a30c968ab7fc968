"""The plan and `emulators/topology.json` tell the same deployment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from emulators.topology import Topology
from tests.terraform.plan import Plan
from tests.terraform.topology_from_plan import topology

# What may differ until the snapshot is made from the plan, and why.
KNOWN_DIFFERENCES = {
    "functions.checkout.environment.RETURN_URLS": "Terraform writes JSON without a space",
}


def test_the_local_stack_runs_what_is_planned(plan: Plan) -> None:
    planned = dict(_leaves(Topology.model_validate(topology(plan)).model_dump()))
    local = dict(_leaves(Topology.load().model_dump()))

    different = {name for name in planned.keys() | local.keys() if not _same(name, planned, local)}

    told = {name: (planned.get(name), local.get(name)) for name in sorted(different)}
    assert different == KNOWN_DIFFERENCES.keys(), told


def _same(name: str, planned: dict[str, Any], local: dict[str, Any]) -> bool:
    missing = object()
    return bool(planned.get(name, missing) == local.get(name, missing))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value by its path. What has a name is found by it, so that order does not matter."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}".lstrip("."))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _leaves(_content(item), f"{path}.{_identity(item)}")
    else:
        yield path, value


def _identity(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    return str(item.get("name") or item.get("key") or f"{item['collection']} by {item['fields']}")


def _content(item: Any) -> Any:
    return item if isinstance(item, dict) and "fields" not in item else True
