"""What nobody could handle is kept whole, once, and always fits into its document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.delivery import DeadLetter
from shared.usecases.keep_dead_letter import BODY_BYTES_MAX, KeepDeadLetter
from tests.builders.purchases import a_shop
from tests.chaos.shop import Shop
from tests.fakes.world import NOON


def keeper(shop: Shop) -> KeepDeadLetter:
    return KeepDeadLetter(shop.open_checkout.transactions, shop.clock)


def kept(shop: Shop, body: bytes, source: str = "provider-events") -> DeadLetter:
    keeper(shop)(source=source, reason="not an event", body=body, attributes={"type": "x"})
    return list(shop.database.scan(DeadLetter))[-1]


def test_a_letter_is_kept_with_its_reason_and_its_source() -> None:
    letter = kept(a_shop(), b'{"id": "evt_1"}')

    assert (letter.source, letter.reason) == ("provider-events", "not an event")
    assert (letter.body, letter.attributes) == ('{"id": "evt_1"}', {"type": "x"})
    assert letter.kept_at == NOON


def test_the_same_letter_is_kept_once_however_often_it_comes() -> None:
    shop = a_shop()

    first = kept(shop, b"same")
    shop.clock.wait(3600)
    again = kept(shop, b"same")

    assert again == first
    assert len(list(shop.database.scan(DeadLetter))) == 1


def test_other_bodies_and_other_sources_are_other_letters() -> None:
    shop = a_shop()

    ids = {kept(shop, b"one").id, kept(shop, b"two").id, kept(shop, b"one", "push").id}

    assert len(ids) == 3


@given(body=st.binary(max_size=200))
def test_any_bytes_can_be_kept(body: bytes) -> None:
    letter = kept(a_shop(), body)

    assert letter.body.encode().decode() == letter.body
    assert letter.body == body.decode("utf-8", errors="backslashreplace")


def test_a_letter_of_any_alphabet_fits_into_a_document() -> None:
    for character in (b"x", "é".encode(), "𠮷".encode(), b"\xff"):
        letter = kept(a_shop(), character * BODY_BYTES_MAX)

        assert BODY_BYTES_MAX - 4 < len(letter.body.encode()) <= BODY_BYTES_MAX


def test_two_long_letters_with_the_same_beginning_are_two() -> None:
    shop, long = a_shop(), b"x" * (BODY_BYTES_MAX + 1)

    one, other = kept(shop, long + b"1"), kept(shop, long + b"2")

    assert one.body == other.body
    assert one.id != other.id
