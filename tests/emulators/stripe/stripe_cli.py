"""The official Stripe CLI as a client of the twin.

It is found by `KVITTO_STRIPE_CLI` or on the PATH (npm has it as `@stripe/cli`). As a command,
`python -m tests.emulators.stripe.stripe_cli` prints which of its triggers work.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.emulators.stripe.running import RunningTwin, comes_true

COMMERCE = (
    *("balance", "billing_portal", "cash_balance", "charge", "checkout", "coupon"),
    *("credit_note", "customer", "customer_cash_balance_transaction", "invoice", "invoiceitem"),
    *("payment_intent", "payment_link", "payment_method", "payout", "plan", "price", "product"),
    *("promotion_code", "setup_intent", "tax_rate", "topup"),
)
"""The families of events that a shop meets."""
FAILING = Path(__file__).with_name("failing_triggers.json")
"""Trigger -> why it does not work yet. It may only get shorter."""
_KEY = "sk_test_1234567890abcdef"
_MOMENT_SECONDS = 1.0
_TIMEOUT_SECONDS = 30


def find() -> str | None:
    return os.environ.get("KVITTO_STRIPE_CLI") or shutil.which("stripe")


@dataclass(frozen=True, slots=True)
class Told:
    code: int
    text: str


class StripeCli:
    def __init__(self, binary: str, twin: RunningTwin, home: Path) -> None:
        """`home`: where it may write its settings."""
        self._binary = binary
        self._twin = twin
        self._home = home

    def run(self, *words: str) -> Told:
        command = [self._binary, *words, "--api-key", _KEY, "--api-base", self._twin.url]
        home = str(self._home)
        told = subprocess.run(
            command,
            env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home},
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
        return Told(told.returncode, told.stdout + told.stderr)

    def trouble(self, event_type: str) -> str | None:
        """What is wrong with triggering it; None if the event comes to an endpoint."""
        told = self.run("trigger", event_type)
        if told.code != 0:
            return _reason(told.text)
        shop = self._twin.shop
        if not comes_true(lambda: event_type in shop.types(), _MOMENT_SECONDS):
            self._twin.advance(days=3)  # a debit settles, a dispute is decided
        if comes_true(lambda: event_type in shop.types(), _MOMENT_SECONDS):
            return None
        return f"the event did not come, only {', '.join(shop.types())}"


def names(binary: str) -> list[str]:
    """Every commerce event that `stripe trigger` offers."""
    shown = subprocess.run(
        [binary, "trigger", "--help"], capture_output=True, text=True, check=True
    ).stdout
    offered = re.findall(r"^  ([a-z0-9_]+(?:\.[a-z0-9_]+)+)$", shown, re.MULTILINE)
    return [name for name in offered if name.startswith(tuple(f"{kind}." for kind in COMMERCE))]


def failing() -> dict[str, str]:
    known: dict[str, str] = json.loads(FAILING.read_text("utf-8"))
    return known


def _reason(text: str) -> str:
    message = re.search(r'"message": "([^"]*)"', text)
    return message[1] if message else text.strip().splitlines()[-1]


def _table(binary: str, chosen: list[str]) -> dict[str, str]:
    """Print one row per trigger; gives those that fail, with the reason."""
    troubles = {}
    sys.stdout.write("| trigger | works |\n|---|---|\n")
    for name in chosen or names(binary):
        twin = RunningTwin()
        twin.listen()
        with tempfile.TemporaryDirectory() as home:
            trouble = StripeCli(binary, twin, Path(home)).trouble(name)
        twin.stop()
        sys.stdout.write(f"| `{name}` | {trouble or 'yes'} |\n")
        sys.stdout.flush()
        if trouble is not None:
            troubles[name] = trouble
    return troubles


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit("no Stripe CLI: set KVITTO_STRIPE_CLI")
    sys.exit(1 if _table(found, sys.argv[1:]) else 0)
