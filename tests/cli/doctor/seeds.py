"""One mistake at a time, made through the official clients, and what the doctor must say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from shared.cli.doctor.clients import Clients
from shared.cli.doctor.finding import Finding
from tests.cli.doctor.cloud import DoctorsCloud, examined

AS_PLANNED = "stop the stack and run `make up`"


@dataclass(frozen=True, slots=True)
class Seed:
    finding: str  # the id of the one thing that is found
    service: str  # what is spoilt
    spoil: Callable[[Clients], object]
    what: str  # words of the finding
    fix: str = AS_PLANNED  # words of its fix


def table(*seeds: Seed) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("seed", seeds, ids=lambda seed: seed.finding)


def findings_after(cloud: DoctorsCloud, seed: Seed) -> tuple[Finding, ...]:
    try:
        with cloud.clients() as clients:
            seed.spoil(clients)
            return examined(clients).findings
    finally:
        cloud.renew(seed.service)


def assert_found(cloud: DoctorsCloud, seed: Seed) -> None:
    """Exactly this finding, and no other."""
    found = findings_after(cloud, seed)
    assert [one.id for one in found] == [seed.finding], found
    assert seed.what in found[0].what
    assert seed.fix in found[0].fix
