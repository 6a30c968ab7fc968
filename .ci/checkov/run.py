"""Hold `terraform/` against checkov's rules for Google Cloud, and against our own.

    python .ci/checkov/run.py CHECKOV

CHECKOV is the program; it lives in an environment of its own. Exits 1 when a rule is broken, when a
rule is skipped without a reason or for nothing, and when a rule of ours finds no mistake any more.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "terraform/policies"
CONFIG = ".checkov.yaml"
NO_REASON = "No comment provided"  # what checkov writes where there is none


def main() -> int:
    checkov = sys.argv[1]
    results = scan(checkov, ROOT / "terraform")
    troubles = [
        *broken(results),
        *skipped_without_a_reason(results),
        *skipped_for_nothing(checkov),
        *blind(checkov),
    ]
    for trouble in troubles:
        sys.stderr.write(f"{trouble}\n")
    passed, skipped = len(results["passed_checks"]), len(results["skipped_checks"])
    sys.stdout.write(f"{passed} checks passed, {skipped} skipped with a reason\n")
    return 1 if troubles else 0


def scan(checkov: str, folder: Path) -> dict[str, Any]:
    """What checkov found in `folder`, by the rules of its own configuration if it has one."""
    arguments = ["--framework", "terraform", "--skip-download", "--output", "json"]
    done = subprocess.run(  # noqa: S603 - the program that was asked for
        [checkov, "-d", str(folder), *arguments, "--external-checks-dir", str(POLICIES)],
        env={**os.environ, "LOG_LEVEL": "CRITICAL"},  # it warns of every block it knows nothing of
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        document = json.loads(done.stdout)
        results: dict[str, Any] = document["results"]
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"checkov did not run: {done.stderr or done.stdout}") from error
    if results["parsing_errors"]:
        raise SystemExit(f"checkov cannot read {results['parsing_errors']}")
    return results


def broken(results: dict[str, Any]) -> Iterator[str]:
    for check in results["failed_checks"]:
        where = f"{check['file_path']}: {check['resource']}"
        yield f"{where} breaks {check['check_id']}, {check['check_name']}"


def skipped_without_a_reason(results: dict[str, Any]) -> Iterator[str]:
    for check in results["skipped_checks"]:
        if check["check_result"].get("suppress_comment") in {None, "", NO_REASON}:
            yield f"{check['resource']} skips {check['check_id']} without a reason"
    lines = (ROOT / "terraform" / CONFIG).read_text(encoding="utf-8").splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line.strip().startswith("- CKV") and not before.strip().startswith("#"):
            yield f"{CONFIG} skips {line.strip(' -')} without a reason"


def skipped_for_nothing(checkov: str) -> Iterator[str]:
    """A rule that is skipped everywhere must still be broken somewhere."""
    skipped = set(re.findall(r"- (CKV\w+)", (ROOT / "terraform" / CONFIG).read_text("utf-8")))
    with tempfile.TemporaryDirectory() as directory:
        copy = shutil.copytree(ROOT / "terraform", Path(directory) / "terraform")
        (copy / CONFIG).unlink()
        failed = {check["check_id"] for check in scan(checkov, copy)["failed_checks"]}
    for check_id in skipped - failed:
        yield f"{CONFIG} skips {check_id}, which nothing breaks"


def blind(checkov: str) -> Iterator[str]:
    """Each rule of ours finds the mistake that was made for it."""
    ours = {
        found[1]
        for policy in POLICIES.glob("*.yaml")
        for found in re.finditer(r"^  id: (\w+)$", policy.read_text("utf-8"), re.MULTILINE)
    }
    results = scan(checkov, Path(__file__).with_name("mistakes"))
    for check_id in ours - {check["check_id"] for check in results["failed_checks"]}:
        yield f"{check_id} finds nothing in .ci/checkov/mistakes"


if __name__ == "__main__":
    sys.exit(main())
