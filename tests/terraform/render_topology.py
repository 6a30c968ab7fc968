"""Print the topology that `terraform/` plans with the local values.

python -m tests.terraform.render_topology > emulators/topology.json
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
        rendered = topology(Plan(terraform.plan(folder)))
    sys.stdout.write(json.dumps(rendered, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
