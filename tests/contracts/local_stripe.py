"""The Stripe twin on a loop of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import requests

from emulators.clock.clock import Clock
from emulators.shelf import Forgetful
from emulators.stripe.server import TwinServer
from emulators.topology import Routes
from shared.adapters.stripe_checkout import StripeCheckout, stripe_client
from tests.emulators.loop_thread import LoopThread

KEY = "sk_test_0123456789abcdef"


@dataclass(frozen=True, slots=True)
class LocalStripe:
    loop: LoopThread
    clock: Clock
    address: str

    def advance(self, by: timedelta) -> None:
        self.loop.call(lambda: self.clock.advance(by))

    def fail(self, **fault: Any) -> None:
        """Spoil the next request: see `emulators.stripe.wire.faults.Fault`."""
        url = f"http://{self.address}/_twin/faults"
        requests.post(url, json=fault, timeout=5).raise_for_status()

    def session_count(self) -> int:
        state = requests.get(f"http://{self.address}/_twin/state", timeout=5).json()
        return int(state["objects"].get("checkout.session", 0))


def checkout_at(address: str, api_key: str = KEY) -> StripeCheckout:
    """The adapter, on the official client of what is served at "host:port"."""
    return StripeCheckout(stripe_client(api_key, f"http://{address}"))


@contextmanager
def running_stripe() -> Iterator[LocalStripe]:
    with LoopThread() as loop:
        clock = Clock()
        server = loop.call(
            lambda: TwinServer(
                clock=clock,
                shelf=Forgetful().shelf("stripe"),
                random=Random(1),
                routes=Routes({}),
            )
        )
        address = f"127.0.0.1:{loop.run(server.start())}"
        try:
            yield LocalStripe(loop, clock, address)
        finally:
            loop.run(server.stop())
