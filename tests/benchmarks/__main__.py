"""`make bench`: figures as ratios to a functions-framework hello world of the same run.

Ends with the budgets that were broken, if any, and then fails.
"""

from __future__ import annotations

import sys

from emulators.topology import Topology
from tests.benchmarks import (
    cold_start,
    documents,
    emulators,
    intake,
    local_cloud,
    numbering,
    numbering_delay,
    purchase,
)
from tests.benchmarks.budgets import excesses


def main() -> int:
    topology = Topology.load()
    _say_cold_start(topology)
    _say_intake(topology)
    document = documents.measure()
    say("\nInvoice document, with its XML: one page of four lines")
    say(*documents.lines(document))
    rates = numbering.measure()
    say("\nNumbers, with what tells of them, beside plain commits by the same client")
    say(*numbering.lines(rates))
    delay = numbering_delay.measure()
    say("\nFrom paid to numbered, on the local cloud with the numberer alone")
    say(numbering_delay.line(delay))
    say("\nOur emulators beside Google's, through the official clients")
    say(*emulators.lines(emulators.measure()))
    say("\nThe local cloud, one process for all services")
    cloud = local_cloud.measure()
    say(*cloud.lines())
    _say_purchase()
    broken = [
        *excesses("document", document.budgeted()),
        *excesses("local_cloud", cloud.budgeted()),
        *excesses("numbering", numbering.budgeted(rates) | numbering_delay.budgeted(delay)),
    ]
    say("\nBudgets (tests/benchmarks/budgets.toml)", *(f"  BROKEN: {one}" for one in broken))
    say("  on a busy machine, look at the processor time first" if broken else "  all hold")
    return 1 if broken else 0


def _say_cold_start(topology: Topology) -> None:
    starts = cold_start.measure(topology)
    floor = starts[0]
    say("\nCold start: process start to first answer, and memory of all processes (PSS)")
    for start in starts:
        ratio = start.milliseconds / floor.milliseconds
        took = f"{start.milliseconds:6.0f} ms  {ratio:4.2f}x"
        say(f"  {start.name:20} {took}  {start.megabytes:5.1f} MB")


def _say_intake(topology: Topology) -> None:
    loads = intake.run(topology)
    say("\nWebhook intake: 4 KB signed events, 32 connections, against our own broker")
    for load in loads:
        rate = load.per_second / loads[0].per_second
        cpu = load.cpu_microseconds / loads[0].cpu_microseconds
        say(
            f"  {load.name:20} {load.per_second:6.0f}/s {rate:4.2f}x"
            f"  {load.cpu_microseconds:5.0f} us CPU {cpu:4.2f}x"
            f"  p50 {load.p50_milliseconds:.1f} ms  p99 {load.p99_milliseconds:.1f} ms"
        )


def _say_purchase() -> None:
    delay = purchase.measure()
    say("\nThe whole local stack")
    say(f"  ready after {delay.ready_seconds:.1f} s")
    say(
        f"  payment to mail in the inbox, {delay.purchases} purchases:"
        f" p50 {delay.p50_seconds:.2f} s, p95 {delay.p95_seconds:.2f} s"
    )


def say(*lines: str) -> None:
    sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
