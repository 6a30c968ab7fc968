"""The official rules, asked over a pipe: they are too heavy for everybody's environment."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PYTHON = "KVITTO_VALIDATORS"
"""Names the interpreter in whose environment `tests/einvoice/requirements.txt` is installed."""

HOW = f"{PYTHON} names no Python with tests/einvoice/requirements.txt (see docs/einvoice.md)"
_PROGRAM = Path(__file__).with_name("validation_process.py")

Answer = dict[str, Any]


class Validators:
    """One process for all questions, since compiling the rules takes a second each."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def judge(self, xml: bytes) -> list[str]:
        """Every finding of schema, schematron and the second implementation."""
        return [finding for found in self._ask("judge", xml).values() for finding in found]

    def rules_broken(self, xml: bytes) -> dict[str, set[str]]:
        """Whose verdict → the ids of the rules."""
        verdicts = self._ask("judge", xml)
        return {
            who: {finding.partition(":")[0] for finding in found} for who, found in verdicts.items()
        }

    def compare(self, cii: bytes, ubl: bytes) -> Answer:
        return self._ask("compare", cii, ubl)

    def read(self, xml: bytes) -> Answer:
        return self._ask("read", xml)

    def inspect(self, pdf: bytes) -> Answer:
        return self._ask("inspect", pdf)

    def _ask(self, what: str, *documents: bytes) -> Answer:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        encoded = [base64.b64encode(document).decode() for document in documents]
        stdin.write(json.dumps({"ask": what, "documents": encoded}) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, "the validators have died; their last words are above"
        answer: Answer = json.loads(line)
        return answer


def python() -> str | None:
    """The interpreter of the validators, or None where nobody named one."""
    named = os.environ.get(PYTHON, "")
    return named if named and Path(named).exists() else None


@contextmanager
def running(interpreter: str) -> Iterator[Validators]:
    with subprocess.Popen(
        [interpreter, str(_PROGRAM)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Validators(process)
        finally:
            process.kill()
