"""What the files of one invoice cost, each figure from fresh processes.

A document is what the generator makes: the PDF with its XML inside.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.server import ROOT

ROUNDS = 5
WARM_RUNS = 40
SIZES = {"one page": 4, "three pages": 45, "two hundred lines": 200}

_PROGRAM = f"""
import hashlib, json, resource, time
since, cpu = time.perf_counter(), time.process_time()
from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.document import render_invoice
from tests.builders.invoices import a_line, a_numbered_invoice
def document(lines, n=0):
    invoice = a_numbered_invoice(*(a_line(f"Print {{n}}-{{i}}") for i in range(lines)))
    made = hybrid(invoice, render_invoice)
    assert made.has_xml
    return made.pdf
first = document(4)
cold, cold_cpu = time.perf_counter() - since, time.process_time() - cpu
warm = []
for n in range(1, {WARM_RUNS} + 1):
    since, cpu = time.perf_counter(), time.process_time()
    document(4, n)
    warm.append((time.perf_counter() - since, time.process_time() - cpu))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
files = {{name: document(lines) for name, lines in {SIZES!r}.items()}}
print(json.dumps({{
    "figures": {{
        "cold_ms": cold * 1e3,
        "cold_cpu_ms": cold_cpu * 1e3,
        "warm_ms": sorted(warm)[{WARM_RUNS // 2}][0] * 1e3,
        "warm_cpu_ms": sorted(cpu for _, cpu in warm)[{WARM_RUNS // 2}] * 1e3,
        "peak_mb": peak,
        "long_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }},
    "kilobytes": {{name: len(pdf) / 1000 for name, pdf in files.items()}},
    "hashes": [hashlib.sha256(pdf).hexdigest() for pdf in (first, *files.values())],
}}))
"""


@dataclass(frozen=True, slots=True)
class Documents:
    figures: Mapping[str, float]
    kilobytes: Mapping[str, float]  # by what it is
    variants: int  # of the bytes of the same snapshots, over all processes: 1

    def budgeted(self) -> dict[str, float]:
        """In the names of `budgets.toml`."""
        return {**self.figures, "pdf_kb": max(self.kilobytes.values()), "variants": self.variants}


def measure() -> Documents:
    rounds = [_round() for _ in range(ROUNDS)]
    names = rounds[0]["figures"]
    return Documents(
        figures={name: median(one["figures"][name] for one in rounds) for name in names},
        kilobytes=rounds[0]["kilobytes"],
        variants=len({tuple(one["hashes"]) for one in rounds}),
    )


def _round() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lines(documents: Documents) -> Iterator[str]:
    found = documents.figures
    yield f"  cold {found['cold_ms']:.0f} ms ({found['cold_cpu_ms']:.0f} ms CPU), imports included"
    yield f"  warm p50 {found['warm_ms']:.1f} ms ({found['warm_cpu_ms']:.1f} ms CPU)"
    yield f"  peak {found['peak_mb']:.0f} MB, with 200 lines {found['long_peak_mb']:.0f} MB"
    sizes = ", ".join(f"{name} {size:.0f} KB" for name, size in documents.kilobytes.items())
    yield f"  {sizes}"
    yield f"  {ROUNDS} processes made {documents.variants} kind of bytes of the same snapshots"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines(measure())) + "\n")
