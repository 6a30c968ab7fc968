from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from emulators.supervisor.environment import ROOT
from emulators.supervisor.pinned import pinned_modules

PROGRAM = """
import sys
from pathlib import Path
from emulators.supervisor.pinned import hide_what_is_not_pinned
hide_what_is_not_pinned(Path(sys.argv[1]))
import {module}
"""


def imported(module: str, requirements: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(module=module), str(requirements)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_package_that_is_installed_but_not_pinned_cannot_be_imported(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("click==8.5.1 \\\n    --hash=sha256:00\n    # via flask\n")

    assert imported("click", requirements).returncode == 0
    assert f"{requirements} does not pin rich" in imported("rich", requirements).stderr


def test_packages_that_share_a_namespace_are_all_found() -> None:
    modules = pinned_modules(ROOT / "functions/payment_processor/requirements.txt")

    assert {"google", "grpc", "flask", "jwt", "pydantic", "_cffi_backend"} <= modules


def test_a_package_that_is_pinned_for_another_system_is_passed_over(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("no-such-package==1.0 ; sys_platform == 'win32'\n")

    assert pinned_modules(requirements) == set()
