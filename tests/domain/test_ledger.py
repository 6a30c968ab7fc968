from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import Broken
from shared.domain.ledger import Account, JournalEntry, Posting, balance, entry_for_sale
from shared.domain.money import CURRENCIES, Money
from tests.builders.invoices import ORDER_ID, PAID_AT, a_line, an_invoice

codes = st.sampled_from(sorted(CURRENCIES))
accounts = st.sampled_from(Account)
postings = st.builds(
    Posting, accounts, st.builds(Money, st.integers(-9_999, 9_999), st.sampled_from(["eur", "sek"]))
)


def an_entry(*rows: Posting) -> JournalEntry:
    return JournalEntry("je_1", ORDER_ID, PAID_AT, "evt_1", rows)


@given(rows=st.lists(postings, max_size=6))
def test_an_entry_exists_only_if_every_currency_sums_to_zero(rows: list[Posting]) -> None:
    balanced = not any(balance(rows).values()) and len(rows) >= 2

    if balanced:
        assert an_entry(*rows).postings == tuple(rows)
    else:
        with pytest.raises(Broken, match="does not balance"):
            an_entry(*rows)


@given(rows=st.lists(postings, min_size=1, max_size=6))
def test_any_postings_become_an_entry_together_with_their_opposites(rows: list[Posting]) -> None:
    opposites = [Posting(row.account, -row.amount) for row in rows]

    assert not any(balance(an_entry(*rows, *opposites).postings).values())


def test_currencies_do_not_balance_each_other() -> None:
    with pytest.raises(Broken, match="je_1 does not balance"):
        an_entry(Posting(Account.STRIPE, Money(1, "eur")), Posting(Account.SALES, Money(-1, "sek")))


@given(
    code=codes,
    prices=st.lists(
        st.tuples(
            st.integers(1, 99_999), st.integers(1, 9), st.sampled_from(["0", "6", "12.5", "25"])
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_a_sale_books_gross_net_and_tax_and_settles_the_buyers_debt(
    code: str, prices: list[tuple[int, int, str]]
) -> None:
    lines = [
        a_line(quantity=quantity, unit=Money(minor, code), vat_percent=vat)
        for minor, quantity, vat in prices
    ]
    snapshot = an_invoice(*lines).snapshot

    entry = entry_for_sale(snapshot, at=PAID_AT, cause="evt_1")

    by_account: dict[Account, int] = defaultdict(int)
    for posting in entry.postings:
        by_account[posting.account] += posting.amount.minor
    gross = sum(minor * quantity for minor, quantity, _ in prices)
    assert by_account[Account.STRIPE] == gross
    assert by_account[Account.ORDERS] == 0
    assert by_account[Account.SALES] == -snapshot.net.minor
    assert by_account[Account.VAT] == -snapshot.tax.minor
    assert snapshot.net + snapshot.tax == Money(gross, code)


def test_a_balance_is_the_sum_of_each_currency() -> None:
    rows = (
        Posting(Account.STRIPE, Money(7, "eur")),
        Posting(Account.SALES, Money(-3, "eur")),
        Posting(Account.VAT, Money(-5, "sek")),
    )

    assert balance(rows) == {"eur": 4, "sek": -5}


def test_one_sale_has_one_entry_whoever_tells_it() -> None:
    snapshot = an_invoice().snapshot

    first = entry_for_sale(snapshot, at=PAID_AT, cause="evt_1")
    second = entry_for_sale(snapshot, at=PAID_AT, cause="evt_2")

    assert first.id == second.id
