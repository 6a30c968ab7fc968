"""The tests of `terraform/tests`, run by Terraform itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terraform.running import ROOT, Terraform

SLOW = {"operators.tftest.hcl", "options.tftest.hcl"}  # a plan of everything for each run
FILES = [
    pytest.param(path.name, marks=pytest.mark.slow if path.name in SLOW else ())
    for path in sorted((ROOT / "terraform/tests").glob("*.tftest.hcl"))
]


@pytest.mark.parametrize("name", FILES)
def test_every_run_passes(name: str, resolving: Terraform, folder: Path) -> None:
    printed = resolving.run(folder, "test", "-json", f"-filter=tests/{name}")

    (summary,) = (line for line in map(json.loads, printed.splitlines()) if "test_summary" in line)
    assert summary["test_summary"]["passed"] > 0
    assert summary["test_summary"]["failed"] == summary["test_summary"]["errored"] == 0
