"""Carts that no client may order, each with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.edge.shop_api import CART

Flaws = list[tuple[str, str]]  # pointers and codes

LINE: dict[str, Any] = {"sku": "PRINT", "quantity": 1}

NOT_OBJECTS: list[Any] = [[], "text", None, 7]

# Field → its name in a pointer. Nobody asked for any of these.
UNKNOWN_FIELDS = {
    **{name: name for name in ("__proto__", "a.b", "", "__x__", "Lines")},
    "a/b": "a~1b",
    "a~b": "a~0b",
    "x" * 99: "x" * 40,
    **{name: name for name in ("price", "total", "tax", "discount", "amount", "name")},
    **{name: name for name in ("success_url", "cancel_url", "vat_id", "country", "address")},
    **{name: name for name in ("coupon", "metadata", "customer", "mode", "payment_method_types")},
}

FULL_WIDTH_PRINT, FULL_WIDTH_TWO = "\uff30\uff32\uff29\uff2e\uff34", "\uff12"

SKUS: list[Any] = [
    *("GHOST", "OLD", "", "print", "a b", "PRINT\n", "x" * 65, "../PRINT", FULL_WIDTH_PRINT),
    *(None, 7, ["PRINT"], {}, True),
]

QUANTITIES: list[Any] = [
    *(0, -1, 1000, 10**9, "2", FULL_WIDTH_TWO, True, False, None, [1], {}),
]

LINES: list[Any] = [
    *([], None, "PRINT", {}, 7),
    [{"sku": f"SKU-{number}", "quantity": 1} for number in range(101)],
]

CYRILLIC_EUR = "\u0435ur"

CURRENCIES: list[Any] = [
    *("EURO", "EUR", "eur ", "xxx", "usd", "", CYRILLIC_EUR, "ugx", None, 7, ["eur"]),
]

EMAILS: list[Any] = [
    *("", "a", "a@b", "@b.example", "a@.example", "a b@c.example", "a@b.example,c@d.example"),
    *("a@b.example\r\nBcc: eve@x.example", "Jana <a@b.example>", '"x"@b.example'),
    *("jana@bücher.example", "jåna@b.example", "a\x7f@b.example", "a@b.example\n"),
    *("a" * 65 + "@b.example", "a@" + "b" * 64 + ".example", "a@" + "b." * 126 + "example"),
    *(7, ["a@b.example"], {}, True),
]

RETURNS: list[Any] = [
    *("https://evil.example", "javascript:alert(1)", "//evil", "shop@evil", "elsewhere"),
    *("", "SHOP", "shop ", "../shop", "x" * 33, None, 7, ["shop"]),
]

LANGUAGES: list[Any] = [
    *("", "d", "german (Austria)", "de_AT", "de-", "-de", "de--AT", "de-AT\n", "de;q=1", "*"),
    *("deutschsprachig", "de-" + "x" * 9, "de-a-b-c-d-e", "дe", 7, ["de"], {}, True),
]

PEPPOL_IDS: list[Any] = [
    *("", "5566778899", "0007", "0007:", ":5566778899", "007:5566778899", "0007 5566778899"),
    *("0007:" + "1" * 51, "0007:55667788 99", "0007:5566778899\n", "000\uff17:5566778899"),
    *("iso6523-actorid-upis::0007:5566778899", 7, ["0007:5566778899"], {}, True),
    *("9999:1", "0000:5566778899", "1234:DE123456789", "EM:jana@weiss.example"),
]

BESIDE_THE_LINES = {
    "currency": CURRENCIES,
    "email": EMAILS,
    "return": RETURNS,
    "language": LANGUAGES,
    "peppol_id": PEPPOL_IDS,
}


def bad_carts() -> Iterator[tuple[Any, Flaws]]:
    """Each with everything that must be said about it."""
    for value in NOT_OBJECTS:
        yield value, [("", "type")]
    for name, pointer in UNKNOWN_FIELDS.items():
        yield {**CART, name: "x"}, [(f"/{pointer}", "unknown_field")]
        yield {"lines": [{**LINE, name: 1}]}, [(f"/lines/0/{pointer}", "unknown_field")]
    for sku in SKUS:
        yield {"lines": [{**LINE, "sku": sku}]}, [("/lines/0/sku", "sku")]
    for quantity in QUANTITIES:
        yield {"lines": [{**LINE, "quantity": quantity}]}, [("/lines/0/quantity", "quantity")]
    for lines in LINES:
        yield {"lines": lines}, [("/lines", "lines")]
    for field, values in BESIDE_THE_LINES.items():
        for value in values:
            yield {**CART, field: value}, [(f"/{field}", field)]
    yield from _odd_ones()


def _odd_ones() -> Iterator[tuple[Any, Flaws]]:
    yield {}, [("/lines", "lines")]
    yield {"lines": [LINE, LINE]}, [("/lines", "sku")]
    yield {"lines": ["PRINT"]}, [("/lines/0", "type")]
    yield {"lines": [LINE, None]}, [("/lines/1", "type")]
    # Too much, too little, and between two steps of the currency.
    yield {"lines": [{"sku": "DEAR", "quantity": 2}]}, [("/lines", "amount")]
    yield {"lines": [{"sku": "CHEAP", "quantity": 1}]}, [("/lines", "amount")]
    yield {**CART, "currency": "kwd"}, [("/lines", "amount")]
    yield {**CART, "currency": "isk"}, [("/lines", "amount")]
    # What is wrong at once is told at once.
    yield (
        {"lines": [{"sku": "", "quantity": 1}], "currency": "EUR", "email": "a", "x": 1},
        [
            ("/x", "unknown_field"),
            ("/lines/0/sku", "sku"),
            ("/currency", "currency"),
            ("/email", "email"),
        ],
    )
