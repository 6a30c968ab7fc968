"""Prints every module that loading one function brings in: `python loaded_modules.py NAME`.

Run in a fresh interpreter, because the modules of the tests are loaded already.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import functions_framework
import functions_framework.aio

ROOT = Path(__file__).parents[2]


def main(name: str) -> None:
    sys.path.insert(0, str(ROOT))
    source = str(ROOT / "functions" / name / "main.py")
    if name == "webhook_intake":
        functions_framework.aio.create_asgi_app(name, source)  # type: ignore[no-untyped-call]  # untyped package
    else:
        functions_framework.create_app(name, source)  # type: ignore[no-untyped-call]  # untyped package
    sys.stdout.write(json.dumps(sorted(sys.modules)))


if __name__ == "__main__":
    main(sys.argv[1])
