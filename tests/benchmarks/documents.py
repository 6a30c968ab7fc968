"""What one invoice PDF costs, each figure from fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

from tests.benchmarks.server import ROOT

ROUNDS = 5
WARM_RUNS = 40

_PROGRAM = f"""
import json, resource, time
since = time.perf_counter()
from shared.adapters.invoice_document.document import render_invoice
from tests.builders.invoices import a_line, a_numbered_invoice
def invoice(n):
    return a_numbered_invoice(*(a_line(f"Print {{n}}-{{i}}") for i in range(4)))
pdf = render_invoice(invoice(0))
cold = time.perf_counter() - since
warm = []
for n in range(1, {WARM_RUNS} + 1):
    since = time.perf_counter()
    render_invoice(invoice(n))
    warm.append(time.perf_counter() - since)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([cold * 1e3, sorted(warm)[{WARM_RUNS // 2}] * 1e3, len(pdf) / 1024, peak]))
"""


@dataclass(frozen=True, slots=True)
class Document:
    cold_milliseconds: float  # imports and the first document
    warm_milliseconds: float
    kilobytes: float
    peak_megabytes: float


def measure() -> Document:
    rounds = [_round() for _ in range(ROUNDS)]
    return Document(*(median(values) for values in zip(*rounds, strict=True)))


def _round() -> tuple[float, ...]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return tuple(json.loads(done.stdout))
