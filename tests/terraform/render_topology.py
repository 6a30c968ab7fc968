"""Print the topology that `terraform/` plans with the local values.

`make topology` puts it into `emulators/topology.json`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.terraform.offline import offline
from tests.terraform.plan import Plan
from tests.terraform.running import copied
from tests.terraform.stub.provider import Mode
from tests.terraform.topology_from_plan import topology


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as directory,
        offline("terraform", Path(directory), Mode.RESOLVED) as terraform,
    ):
        folder = copied(Path(directory) / "project")
        terraform.run(folder, "init", "-input=false")
        sys.stdout.write(rendered(Plan(terraform.plan(folder))))


def rendered(plan: Plan) -> str:
    """The whole text of `emulators/topology.json`."""
    return json.dumps(topology(plan), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
