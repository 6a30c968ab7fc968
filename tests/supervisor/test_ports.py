"""The addresses that people are told are those that `make up` takes."""

from __future__ import annotations

import re

from emulators.supervisor.environment import ROOT
from emulators.supervisor.ports import DEFAULT_BASE, Ports, local_url
from emulators.topology import Topology


def test_the_readme_calls_the_checkout_where_it_answers() -> None:
    names = [function.name for function in Topology.load().functions]
    checkout = local_url(Ports.above(DEFAULT_BASE, names).functions["checkout"])

    called = re.findall(r"(http://127\.0\.0\.1:\d+)/v1/checkout", (ROOT / "README.md").read_text())

    assert called == [checkout]
