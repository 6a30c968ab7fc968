"""What one look at an order tells about when things happened."""

from __future__ import annotations

from datetime import timedelta

from shared.cli.hops import AFTER_PAYMENT, Hop, seen_in, since_payment_ms
from shared.cli.order_view import OrderView, read_order
from tests.fakes.world import NOON

SECOND = timedelta(seconds=1)


def _order(*, number: bool = True, document: bool = True, is_sent: bool) -> OrderView:
    return OrderView(
        id="ord_1",
        status="paid",
        total="49.90 EUR",
        number="INV-2026-000001" if number else None,
        pdf_url="https://api.example/invoice.pdf" if document else None,
        receipt="sent" if is_sent else None,
    )


def test_all_that_one_look_finds_was_there_when_it_looked() -> None:
    seen = seen_in(_order(is_sent=True), {}, NOON + 9 * SECOND)

    assert {seen[hop] for hop in AFTER_PAYMENT} == {NOON + 9 * SECOND}


def test_the_first_sight_of_a_number_is_kept() -> None:
    first = seen_in(_order(document=False, is_sent=False), {}, NOON + 2 * SECOND)

    later = seen_in(_order(is_sent=False), first, NOON + 3 * SECOND)

    assert later[Hop.NUMBERED] == NOON + 2 * SECOND
    assert later[Hop.DOCUMENT] == NOON + 3 * SECOND
    assert Hop.MAILED not in later


def test_a_stack_whose_clock_is_days_ahead_takes_no_longer() -> None:
    answer = {
        "id": "ord_1",
        "status": "paid",
        "currency": "eur",
        "total_minor": 4990,
        "invoice": {"number": "INV-2026-000001", "pdf_url": "https://api.example/invoice.pdf"},
        "receipt": {"status": "sent", "sent_at": (NOON + timedelta(days=3)).isoformat()},
    }

    seen = seen_in(read_order(answer), {Hop.PAYING: NOON}, NOON + 2 * SECOND)

    assert since_payment_ms(seen)[Hop.MAILED] == 2_000


def test_a_clock_that_is_set_back_makes_no_hop_negative() -> None:
    seen = seen_in(_order(is_sent=True), {Hop.PAYING: NOON}, NOON - 60 * SECOND)

    assert set(since_payment_ms(seen).values()) == {0}
