"""What the shop's own people may do, one method per route."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.cause import Cause
from shared.domain.credit_note import TooMuch
from shared.domain.ids import OrderId, is_order_id
from shared.domain.refund_request import RefundRequest
from shared.edge import trace
from shared.edge.caller import Callers
from shared.edge.checkout_request import read_key
from shared.edge.gate import Route, json_response, read_json_object, route
from shared.edge.problem import Flaw, Problem, busy, invalid
from shared.usecases.open_checkout import KeyMismatch
from shared.usecases.ports.failures import Unavailable
from shared.usecases.read_order_file import ReadOrderFile
from shared.usecases.request_refund import REASONS, NothingToRefund, RequestRefund, Wish

log = logging.getLogger(__name__)

BODY_LENGTH_MAX = 16 * 1024
_FIELDS = {"amount_minor", "lines", "reason"}
_SKU = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackofficeApi:
    callers: Callers
    request_refund: RequestRefund
    read_file: ReadOrderFile

    def routes(self) -> tuple[Route, ...]:
        return (
            route("GET", "/v1/orders/{order_id}", self.show_order),
            route("POST", "/v1/orders/{order_id}/refunds", self.refund),
        )

    def show_order(self, request: Request, order_id: str) -> Response:
        self.callers.check(request)
        try:
            found = self.read_file(_order_id(order_id))
        except Unavailable as failure:
            raise busy(1, "the orders cannot be read right now") from failure
        if found is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        return json_response(json.dumps(found, ensure_ascii=False))

    def refund(self, request: Request, order_id: str) -> Response:
        caller = self.callers.check(request)
        key = read_key(request.headers.get("Idempotency-Key"))
        value, body = read_json_object(request, BODY_LENGTH_MAX)
        wish = _wish(_order_id(order_id), value, caller)
        answered = self._request(wish, key, f"{order_id} {body.decode()}")
        if answered.refund_id is None:
            flaw = Flaw("", "refund.refused")
            why = f"the payment provider refuses this refund: {answered.refused}"
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, why, (flaw,))
        return json_response(json.dumps(_described(answered)), HTTPStatus.CREATED)

    def _request(self, wish: Wish, key: str, body: str) -> RefundRequest:
        traceparent = trace.current.get()
        cause = Cause(f"backoffice:{trace.trace_id_of(traceparent)}", traceparent)
        try:
            return self.request_refund(wish, key, body, cause)
        except NothingToRefund as refusal:
            raise Problem(HTTPStatus.NOT_FOUND, "nothing was paid for this order") from refusal
        except TooMuch as refusal:
            raise invalid("", "refund.too_much", str(refusal)) from refusal
        except KeyMismatch as refusal:
            flaw = Flaw("", "idempotency.mismatch")
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal), (flaw,)) from refusal
        except Unavailable as failure:
            log.exception("refund unclear", extra={"why": str(failure)})
            raise busy(2, "the payment provider does not answer; send the same key") from failure


def _order_id(text: str) -> OrderId:
    if not is_order_id(text):
        raise Problem(HTTPStatus.NOT_FOUND)
    return OrderId(text)


def _wish(order_id: OrderId, body: Mapping[str, Any], caller: str) -> Wish:
    """What to refund, or a `Problem` 422 that points at every field that is wrong."""
    flaws = [Flaw(f"/{name[:40]}", "unknown_field") for name in body if name not in _FIELDS]
    amount, lines, reason = body.get("amount_minor"), body.get("lines"), body.get("reason", "")
    if amount is not None and not _is_amount(amount):
        flaws.append(Flaw("/amount_minor", "amount_minor"))
    if lines is not None and not _are_lines(lines):
        flaws.append(Flaw("/lines", "lines"))
    if amount is not None and lines is not None:
        flaws.append(Flaw("/lines", "lines_or_amount"))
    if reason not in REASONS:
        flaws.append(Flaw("/reason", "reason"))
    if flaws:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "the refund is not valid", tuple(flaws[:20]))
    return Wish(
        order_id=order_id,
        amount_minor=amount,
        lines=lines,
        reason=reason,
        requested_by=caller,
    )


def _is_amount(value: Any) -> bool:
    # `True` is an int in Python, and not in JSON.
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _are_lines(value: Any) -> bool:
    """SKU → minor units."""
    return (
        isinstance(value, dict)
        and 0 < len(value) <= 100  # noqa: PLR2004 - as many lines as a cart may have
        and all(_SKU.fullmatch(sku) and _is_amount(minor) for sku, minor in value.items())
    )


def _described(request: RefundRequest) -> dict[str, Any]:
    return {
        "id": request.id,
        "order_id": request.order_id,
        "refund_id": request.refund_id,
        "amount_minor": request.amount.minor,
        "currency": request.amount.currency,
        "requested_by": request.requested_by,
    }
