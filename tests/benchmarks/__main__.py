"""`make bench`: figures as ratios to a functions-framework hello world of the same run."""

from __future__ import annotations

import sys

from emulators.topology import Topology
from tests.benchmarks import cold_start, documents, emulators, intake, local_cloud, purchase


def main() -> None:
    topology = Topology.load()
    starts = cold_start.measure(topology)
    floor = starts[0]
    say("\nCold start: process start to first answer, and memory of all processes (PSS)")
    for start in starts:
        ratio = start.milliseconds / floor.milliseconds
        took = f"{start.milliseconds:6.0f} ms  {ratio:4.2f}x"
        say(f"  {start.name:20} {took}  {start.megabytes:5.1f} MB")
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
    document = documents.measure()
    say("\nInvoice document: one page of four lines")
    say(f"  cold {document.cold_milliseconds:.0f} ms, warm p50 {document.warm_milliseconds:.1f} ms")
    say(f"  {document.kilobytes:.0f} KB, peak {document.peak_megabytes:.0f} MB")
    say("\nOur emulators beside Google's, through the official clients")
    for line in emulators.lines(emulators.measure()):
        say(line)
    say("\nThe local cloud, one process for all services")
    for line in local_cloud.measure().lines():
        say(line)
    delay = purchase.measure()
    say("\nThe whole local stack")
    say(f"  ready after {delay.ready_seconds:.1f} s")
    say(
        f"  payment to mail in the inbox, {delay.purchases} purchases:"
        f" p50 {delay.p50_seconds:.2f} s, p95 {delay.p95_seconds:.2f} s"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
