"""The same functions on Google's own Firestore and Pub/Sub emulators."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from emulators.google.installed import NotInstalled, firestore_command, pubsub_command
from tests.journeys.buyer import buy
from tests.journeys.stack import ROOT, running


def test_purchases_on_googles_emulators_end_like_those_on_ours(tmp_path: Path) -> None:
    try:
        firestore_command(0), pubsub_command(0)
    except NotInstalled as missing:
        pytest.skip(str(missing))
    with running(tmp_path, "--google") as stack:
        orders = [buy(stack).completed(stack) for _ in range(3)]

        assert [order["status"] for order in orders] == ["paid"] * 3
        assert sorted(order["invoice"]["number"] for order in orders) == [
            f"INV-2026-00000{number}" for number in (1, 2, 3)
        ]
        audit = [sys.executable, "-m", "shared.cli", "audit", "--stack"]
        subprocess.run([*audit, str(tmp_path / "stack.json")], cwd=ROOT, check=True)
