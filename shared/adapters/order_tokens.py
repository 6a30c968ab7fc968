"""Order tokens: `ord_….` and an HMAC. Unguessable, verified without a database."""

from __future__ import annotations

from collections.abc import Sequence

from shared.adapters.macs import Macs
from shared.domain.ids import OrderId


class OrderTokens:
    """The first key signs; every key verifies, so that keys can be rotated."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._macs = Macs(keys, "kvitto.order.v1")

    def issue(self, order_id: OrderId) -> str:
        return f"{order_id}.{self._macs.sign(order_id)}"

    def verify(self, token: str) -> OrderId | None:
        """The order the token opens, or None; takes the same time either way."""
        order_id, _, mac = token.partition(".")
        return OrderId(order_id) if self._macs.is_signed(order_id, mac) else None
