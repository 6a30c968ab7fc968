"""Every port call of the paid path, spoiled in every way, ends in the same sale."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from shared.domain.invoice import Invoice
from shared.domain.order import Order, OrderStatus
from tests.chaos.faults import LOCAL_PORTS, Faults, Mode
from tests.chaos.run import Run

LISTED = Path(__file__).with_name("paid_path.txt")
"""The port calls of one sale, in order. A new call fails the build until it is listed here."""

CALLS = LISTED.read_text(encoding="utf-8").splitlines() if LISTED.exists() else []


def modes_of(call: str) -> list[Mode]:
    port = call.partition(": ")[2].partition(".")[0]
    return [Mode.CRASH_BEFORE, Mode.CRASH_AFTER] if port in LOCAL_PORTS else list(Mode)


CRASHES = [Mode.CRASH_BEFORE, Mode.CRASH_AFTER]  # what can happen at any port
POINTS = [(index, mode) for index, call in enumerate(CALLS) for mode in modes_of(call)]


def test_the_list_names_every_port_call_of_the_paid_path() -> None:
    faults = Faults()

    assert Run(faults).to_rest() == []

    assert faults.calls == CALLS, "write the new list to tests/chaos/paid_path.txt"


@pytest.mark.parametrize(
    ("index", "mode"), POINTS, ids=[f"{index}-{CALLS[index]}-{mode}" for index, mode in POINTS]
)
def test_a_fault_at_any_port_call_ends_in_the_same_sale(index: int, mode: Mode) -> None:
    faults = Faults({index: mode})
    run = Run(faults)

    breaches = run.to_rest()

    assert breaches == []
    assert faults.struck == {index}
    assert_one_sale(run)


def pairs(seed: int, count: int) -> list[dict[int, Mode]]:
    """Two faults in one sale. The second may fall on a call that only the first one caused."""
    dice = random.Random(seed)
    return [
        {first: dice.choice(modes_of(CALLS[first])), second: dice.choice(CRASHES)}
        for first, second in (
            (dice.randrange(len(CALLS)), dice.randrange(len(CALLS) + 20)) for _ in range(count)
        )
    ]


def test_two_faults_in_one_sale_end_in_the_same_sale() -> None:
    for points in pairs(seed=1, count=300):
        assert_survives(points)


@pytest.mark.slow
def test_thousands_of_pairs_of_faults_end_in_the_same_sale() -> None:
    for points in pairs(seed=2, count=5000):
        assert_survives(points)


def assert_survives(points: dict[int, Mode]) -> None:
    run = Run(Faults(points))

    breaches = run.to_rest()

    assert breaches == [], f"replay with Faults({points})"
    assert_one_sale(run)


def assert_one_sale(run: Run) -> None:
    shop = run.shop
    (order,) = shop.database.scan(Order)
    (invoice,) = shop.database.scan(Invoice)
    mails = Counter(mail.receipt_id for mail in shop.mailer.sent)
    assert order.status is OrderStatus.PAID
    assert invoice.number_text == "INV-2026-000001"
    assert shop.archive.names() == ["invoices/2026/INV-2026-000001.pdf"]
    assert list(mails.values()) == [1]
    assert len(shop.provider.parameters) == 1
