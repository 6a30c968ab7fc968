"""The public checkout API, called as any shop would call it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from shared.cli.http_call import Answer, Call, CallFailed
from shared.cli.order_view import OrderView, read_order
from shared.cli.patience import Patience


@dataclass(frozen=True, slots=True)
class Cart:
    skus: tuple[str, ...]  # one piece each time a SKU is named
    currency: str | None  # None: the catalog's own
    email: str

    def body(self) -> dict[str, Any]:
        lines = [{"sku": sku, "quantity": count} for sku, count in Counter(self.skus).items()]
        chosen = {"currency": self.currency} if self.currency else {}
        return {"lines": lines, "email": self.email, **chosen}


@dataclass(frozen=True, slots=True)
class Wares:
    currency: str
    skus: Sequence[str]  # in this currency
    currencies: Sequence[str]  # that anything is sold in


@dataclass(frozen=True, slots=True)
class OpenedCheckout:
    order: OrderView
    token: str
    page_url: str  # where the buyer pays


@dataclass(frozen=True, slots=True)
class Storefront:
    checkout_url: str
    patience: Patience

    def wares(self, currency: str | None) -> Wares:
        """What is for sale in this currency, or in the catalog's own."""
        catalog = _ok(self.patience.ask(Call("GET", f"{self.checkout_url}/v1/catalog")))
        try:
            wanted = currency or catalog["default_currency"]
            skus = [item["sku"] for item in catalog["products"] if wanted in item["prices"]]
            return Wares(wanted, skus, catalog["currencies"])
        except (KeyError, TypeError) as error:
            raise CallFailed("the checkout answered with something that is no catalog") from error

    def check_out(self, cart: Cart, idempotency_key: str) -> OpenedCheckout:
        headers = {"Idempotency-Key": idempotency_key}
        call = Call("POST", f"{self.checkout_url}/v1/checkout", cart.body(), headers)
        opened = _ok(self.patience.ask(call))
        try:
            order = read_order(opened["order"])
            return OpenedCheckout(order, opened["order_token"], opened["checkout_url"])
        except KeyError as error:
            raise CallFailed(f"the checkout answered without {error}") from error

    def look(self, token: str) -> OrderView:
        # The answer's own `order_url` is where the order is deployed; here it is dialled locally.
        url = f"{self.checkout_url}/v1/orders/{quote(token)}"
        return read_order(_ok(self.patience.ask(Call("GET", url))))


def _ok(answer: Answer) -> dict[str, Any]:
    body = answer.json()
    if answer.status in {HTTPStatus.OK, HTTPStatus.CREATED}:
        return body
    places = "".join(map(_place, body.get("errors", ())))
    what = body.get("detail") or body.get("title") or "no reason given"
    raise CallFailed(f"the checkout answered {answer.status}: {what}{places}")


def _place(flaw: dict[str, str]) -> str:
    wanted = f" ({flaw['detail']})" if flaw.get("detail") else ""
    return f" at {flaw.get('pointer')}{wanted}"
