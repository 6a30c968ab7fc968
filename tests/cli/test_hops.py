"""What one look at an order tells about when things happened."""

from __future__ import annotations

from datetime import timedelta

from shared.cli.hops import AFTER_PAYMENT, Hop, seen_in
from shared.cli.order_view import OrderView
from tests.fakes.world import NOON

SECOND = timedelta(seconds=1)


def _order(*, number: bool = True, document: bool = True, sent_at_seconds: int | None) -> OrderView:
    sent = sent_at_seconds is not None
    return OrderView(
        id="ord_1",
        status="paid",
        total="49.90 EUR",
        number="INV-2026-000001" if number else None,
        pdf_url="https://api.example/invoice.pdf" if document else None,
        receipt="sent" if sent else None,
        sent_at=NOON + sent_at_seconds * SECOND if sent_at_seconds is not None else None,
    )


def test_the_mail_left_when_the_order_says_so_and_not_when_it_was_seen() -> None:
    seen = seen_in(_order(sent_at_seconds=4), {}, NOON + 9 * SECOND)

    assert seen[Hop.MAILED] == NOON + 4 * SECOND


def test_what_the_mail_needs_was_there_before_it_left() -> None:
    seen = seen_in(_order(sent_at_seconds=4), {}, NOON + 9 * SECOND)

    assert {seen[hop] for hop in AFTER_PAYMENT} == {NOON + 4 * SECOND}


def test_the_first_sight_of_a_number_is_kept() -> None:
    first = seen_in(_order(document=False, sent_at_seconds=None), {}, NOON + 2 * SECOND)

    later = seen_in(_order(sent_at_seconds=None), first, NOON + 3 * SECOND)

    assert later[Hop.NUMBERED] == NOON + 2 * SECOND
    assert later[Hop.DOCUMENT] == NOON + 3 * SECOND
    assert Hop.MAILED not in later
