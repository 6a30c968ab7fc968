"""What a client may throw at the checkout, and that none of it leaves a trace."""

from __future__ import annotations

import pytest

from shared.domain.money import CHARGE_MINOR_MAX
from tests.builders.catalog import a_catalog, a_product
from tests.edge.asking import Answer
from tests.edge.shop_api import CART, KEY, NOTHING, ShopApi
from tests.functions.bad_carts import bad_carts

CARTS = list(bad_carts())


def a_shop_api() -> ShopApi:
    shop = ShopApi()
    odd_prices = {"kwd": 12_345, "isk": 200_50}
    catalog = a_catalog(
        a_product(other_prices=odd_prices),
        a_product("OLD", active=False),
        a_product("DEAR", eur=CHARGE_MINOR_MAX),
        a_product("CHEAP", eur=10),
    )
    return shop.selling(catalog)


@pytest.mark.parametrize(("cart", "flaws"), CARTS, ids=range(len(CARTS)))
def test_a_bad_cart_is_pointed_at_and_leaves_nothing(
    cart: object, flaws: list[tuple[str, str]]
) -> None:
    shop = a_shop_api()

    answer = shop.check_out(cart)

    assert (answer.status, answer.flaws) == (422, flaws)
    assert shop.left_behind == NOTHING


@pytest.mark.parametrize(("cart", "_flaws"), CARTS, ids=range(len(CARTS)))
def test_a_refusal_never_repeats_what_was_sent(cart: object, _flaws: object) -> None:
    body = a_shop_api().check_out(cart).body

    assert not [
        secret for secret in (b"evil", b"eve@", b"javascript", b"b.example") if secret in body
    ]


def test_unknown_inactive_and_unpriced_skus_get_the_same_words() -> None:
    def said(answer: Answer) -> tuple[object, ...]:
        problem = answer.problem
        return problem["detail"], problem["errors"], problem["title"]

    shop = a_shop_api()
    words = {
        str(said(shop.check_out({"lines": [{"sku": sku, "quantity": 1}]}, key=f"{KEY}-{sku}")))
        for sku in ("GHOST", "OLD")
    }
    unpriced = shop.check_out({"lines": [{"sku": "DEAR", "quantity": 1}], "currency": "kwd"})

    assert words == {str(said(unpriced))}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "json.syntax"),
        (b"\xef\xbb\xbf{}", "json.syntax"),
        (b"{}{}", "json.syntax"),
        (b"[" * 50_000, "json.depth"),
        (b'{"lines": 1, "lines": []}', "json.duplicate_key"),
        (b'{"lines": [{"sku": "PRINT", "quantity": 1.5}]}', "json.number"),
        (b'{"lines": [{"sku": "PRINT", "quantity": 1e2}]}', "json.number"),
        (b'{"lines": [{"sku": "PRINT", "quantity": NaN}]}', "json.number"),
        (b'{"lines": [{"sku": "PRINT", "quantity": 9007199254740993}]}', "json.number"),
        (b'{"email": "a\\u0000@b.example"}', "json.encoding"),
        (b'{"email": "\\ud800@b.example"}', "json.encoding"),
        (b'{"email": "\xff"}', "json.encoding"),
    ],
)
def test_a_body_that_is_no_plain_json_leaves_nothing(body: bytes, code: str) -> None:
    shop = a_shop_api()

    answer = shop.check_out(body)

    assert (answer.status, answer.codes) == (400, [code])
    assert shop.left_behind == NOTHING


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "missing"),
        ("", "syntax"),
        ("too-short", "syntax"),
        ("x" * 256, "syntax"),
        ("x" * 300, "syntax"),
        ("ключ-ключ-ключ-ключ".encode().decode("latin-1"), "syntax"),
        ("with a space in between", "syntax"),
        ('"quotes-that-do-not-match', "syntax"),
        ('quotes-that-do-not-match"', "syntax"),
        ('quotes-"in"-the-middle', "syntax"),
        ('"', "syntax"),
        ('""', "syntax"),
    ],
)
def test_a_key_that_is_none_leaves_nothing(key: str | None, code: str) -> None:
    shop = a_shop_api()

    answer = shop.check_out(key=key)

    assert (answer.status, answer.codes) == (400, [f"idempotency_key.{code}"])
    assert shop.left_behind == NOTHING


def test_a_body_over_64_kib_is_too_long() -> None:
    shop = a_shop_api()

    assert shop.check_out(b'{"x": "' + b"x" * 65_536 + b'"}').status == 413
    assert shop.left_behind == NOTHING


def test_at_most_twenty_flaws_are_told() -> None:
    cart = {**CART, **{f"field-{number}": 1 for number in range(99)}}

    assert len(a_shop_api().check_out(cart).flaws) == 20


LONGEST = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 53}.example"


def test_an_address_may_have_254_characters_and_no_more() -> None:
    assert len(LONGEST) == 254
    assert a_shop_api().check_out({**CART, "email": LONGEST}).status == 201
    longer = LONGEST.replace(".example", "d.example")
    assert a_shop_api().check_out({**CART, "email": longer}).flaws == [("/email", "email")]


@pytest.mark.parametrize("email", ["jana@weiss.example", "o'neill+shop@mail.example.co.uk", None])
def test_a_good_cart_is_taken(email: str | None) -> None:
    shop = a_shop_api()

    answer = shop.check_out({**CART, "currency": "eur", "return": "shop", "email": email})

    assert answer.status == 201
    assert shop.left_behind == (2, 1, 0, 0, 0)
