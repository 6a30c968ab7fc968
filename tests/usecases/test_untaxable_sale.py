"""What the provider says of a sale does not fit: a person looks, and nothing is issued."""

from __future__ import annotations

import pytest

from shared.domain.delivery import InboxEntry, Outcome
from shared.domain.invoice import Invoice
from shared.domain.ledger import JournalEntry
from shared.domain.order import Order, OrderStatus
from shared.usecases.audit.books import Patience
from tests.builders.priced_sessions import a_session, an_item
from tests.builders.purchases import TOTAL_MINOR, a_shop, ordered, stored
from tests.builders.taxed_sales import AT_19, PRODUCT, SESSION, a_taxed_shop, charged, tell
from tests.chaos.shop import Shop


def assert_parked(shop: Shop, order: Order, why: str) -> None:
    entry = stored(shop, InboxEntry, "stripe:evt_session")
    assert (entry.outcome, entry.why) == (Outcome.PARKED, why)
    assert stored(shop, Order, order.id).status is OrderStatus.REVIEW
    assert list(shop.database.scan(Invoice)) == []
    assert list(shop.database.scan(JournalEntry)) == []
    assert shop.audit(Patience()).breaches == ()


def test_an_answer_that_cannot_be_read_is_for_a_person() -> None:
    shop = a_taxed_shop()
    shop.sessions.unreadable.add(SESSION)
    order = ordered(shop)

    tell(shop, order.id)

    assert_parked(shop, order, "the provider's session cannot be read")


def test_numbers_that_do_not_agree_are_for_a_person_and_nothing_is_issued() -> None:
    shop = a_taxed_shop()
    charged(shop, AT_19, total_details={"amount_tax": 1})
    order = ordered(shop)

    tell(shop, order.id)

    assert_parked(shop, order, "the taxes of the lines do not add up to the session's")


@pytest.mark.parametrize("other", [{"sku": "BOOK"}, {}])
def test_lines_that_were_not_ordered_are_for_a_person(other: dict[str, str]) -> None:
    shop = a_taxed_shop()
    item = an_item(TOTAL_MINOR, AT_19, product={**PRODUCT, "metadata": other})
    shop.sessions.known[SESSION] = a_session(item, id=SESSION)
    order = ordered(shop)

    tell(shop, order.id)

    assert_parked(shop, order, "the provider's lines are not the order's")


def test_a_sale_that_the_provider_was_to_tax_and_did_not_is_for_a_person() -> None:
    shop = a_taxed_shop()
    order = ordered(shop)

    tell(shop, order.id, automatic_tax={"enabled": False, "status": None})

    assert_parked(shop, order, "the order and its payment disagree about who works the tax out")


def test_a_sale_that_the_provider_taxed_unasked_is_for_a_person() -> None:
    shop = a_shop()
    charged(shop, AT_19)
    order = ordered(shop)

    tell(shop, order.id)

    assert_parked(shop, order, "the order and its payment disagree about who works the tax out")
