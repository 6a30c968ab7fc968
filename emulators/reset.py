"""`make reset`: forget the state of a stack, unless one is running on it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from emulators.supervisor.cannot_start import CannotStart
from emulators.supervisor.state_directory import held


def main(path: Path) -> int:
    if not path.exists():
        return 0
    try:
        with held(path):
            shutil.rmtree(path)
    except CannotStart as error:
        print(f"kvitto: {error}", file=sys.stderr)  # noqa: T201 - said to whoever ran it
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
