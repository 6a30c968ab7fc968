"""From payment to mail, on the whole local stack, one purchase after the other."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.stack import running_stack

PURCHASES = 30


@dataclass(frozen=True, slots=True)
class Delay:
    purchases: int
    ready_seconds: float  # `make up`, once installed, to a shop that sells
    p50_seconds: float
    p95_seconds: float


def measure() -> Delay:
    with running_stack() as stack:
        stack.buy(3)  # every process has answered once
        spread = stack.buy(PURCHASES)
    return Delay(PURCHASES, stack.ready_seconds, spread["p50"] / 1e3, spread["p95"] / 1e3)
