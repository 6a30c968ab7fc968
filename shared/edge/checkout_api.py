"""The public API, one method per route."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.catalog import CartRefused, Catalog
from shared.domain.cause import Cause
from shared.domain.checkout_key import StoredAnswer
from shared.domain.ids import OrderId
from shared.domain.language import preferred
from shared.edge import trace, visit
from shared.edge.catalog_view import describe_catalog
from shared.edge.checkout_request import read_cart, read_key
from shared.edge.gate import Route, json_response, read_json_object, route
from shared.edge.problem import Flaw, Problem, busy, invalid
from shared.edge.throttle import Throttle, caller_address
from shared.usecases.describe_order import ReadOrder
from shared.usecases.open_checkout import Cart, KeyInUse, KeyMismatch, OpenCheckout
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.world import Randomness

log = logging.getLogger(__name__)

CART_LENGTH_MAX = 64 * 1024
DEFAULT_RETURN = "shop"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutApi:
    catalog: Catalog
    open_checkout: OpenCheckout
    read_order: ReadOrder
    order_of: Callable[[str], OrderId | None]  # token → order, None for a bad token
    throttle: Throttle
    randomness: Randomness
    public_url: str
    proxies: int = 0  # of our own, in front of the platform's

    def routes(self) -> tuple[Route, ...]:
        return (
            route("GET", "/v1/catalog", self.show_catalog),
            route("POST", "/v1/checkout", self.check_out),
            route("GET", "/v1/orders/{token}", self.show_order),
            route("GET", "/buy/{link_id}", self.buy),
        )

    def show_catalog(self, _request: Request) -> Response:
        response = json_response(json.dumps(describe_catalog(self.catalog, self.public_url)))
        response.headers["Cache-Control"] = "public, max-age=60"
        return response

    def check_out(self, request: Request) -> Response:
        key = read_key(request.headers.get("Idempotency-Key"))
        value, body = read_json_object(request, CART_LENGTH_MAX)
        cart = read_cart(value, self.catalog.default_currency, DEFAULT_RETURN)
        if "Origin" in request.headers and not cart.page_language:
            # A browser speaks for its buyer; what a shop's server sends is its HTTP client's.
            cart = replace(cart, language=_spoken(request))
        self.throttle.admit(caller_address(request, self.proxies))
        answer = self._open(cart, key, body.decode())
        return json_response(answer.body, answer.status)

    def buy(self, request: Request, link_id: str) -> Response:
        visit.refuse_prefetch(request)
        link = self.catalog.links.get(link_id)
        if link is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        path = f"/buy/{link_id}"
        token = visit.visit_of(request) or self.randomness.token()
        if visit.needs_second_round(request):
            again = visit.see_other(f"{self.public_url}{path}?{visit.SECOND_ROUND}=1")
            return visit.remember(again, token, path)
        self.throttle.admit(caller_address(request, self.proxies))
        cart = Cart(
            lines=link.lines,
            currency=link.currency,
            return_name=link.return_name,
            email=None,
            language=_spoken(request),
        )
        answer = json.loads(self._open(cart, f"visit:{link_id}:{token}", link_id).body)
        current = self._read(OrderId(answer["order"]["id"]))
        if current is not None and current["checkout_url"] is None:
            # That purchase is over; the next click is a new one.
            fresh = visit.see_other(f"{self.public_url}{path}?{visit.SECOND_ROUND}=1")
            return visit.remember(fresh, self.randomness.token(), path)
        return visit.see_other(answer["checkout_url"])

    def show_order(self, _request: Request, token: str) -> Response:
        order_id = self.order_of(token)
        order = None if order_id is None else self._read(order_id)
        if order is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        return json_response(json.dumps(order, ensure_ascii=False))

    def _read(self, order_id: OrderId) -> dict[str, Any] | None:
        try:
            return self.read_order(order_id)
        except Unavailable as failure:
            log.exception("orders unreadable", extra={"order_id": order_id})
            raise busy(1, "the orders cannot be read right now") from failure

    def _open(self, cart: Cart, key: str, body: str) -> StoredAnswer:
        cause = Cause(f"checkout:{trace.trace_id_of(trace.current.get())}", trace.current.get())
        try:
            answer = self.open_checkout(cart, key, body, cause)
        except CartRefused as refusal:
            raise invalid(refusal.pointer, refusal.code, str(refusal)) from refusal
        except KeyMismatch as refusal:
            flaw = Flaw("", "idempotency.mismatch")
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal), (flaw,)) from refusal
        except KeyInUse as refusal:
            raise busy(1, str(refusal), HTTPStatus.CONFLICT) from refusal
        except Unavailable as failure:
            log.exception("checkout did not open", extra={"why": str(failure)})
            raise busy(2, "the payment provider does not answer; send the same key") from failure
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise Problem(answer.status, "the payment provider refused this order")
        return answer


def _spoken(request: Request) -> str:
    return preferred(request.headers.get("Accept-Language", ""))
