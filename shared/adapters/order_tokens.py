"""Order tokens: `ord_….` and an HMAC. Unguessable, verified without a database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from shared.domain.ids import OrderId

_MAC_BYTES = 16  # 128 bits
_PURPOSE = b"kvitto.order.v1\n"  # a token for something else never opens an order


class OrderTokens:
    """The first key signs; every key verifies, so that keys can be rotated."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys or not all(keys):
            raise ValueError("at least one order token key is required, and none may be empty")
        self._keys = [key.encode() for key in keys]

    def issue(self, order_id: OrderId) -> str:
        return f"{order_id}.{_mac(self._keys[0], order_id)}"

    def verify(self, token: str) -> OrderId | None:
        """The order the token opens, or None; takes the same time either way."""
        if not token.isascii():
            return None  # `compare_digest` compares nothing else
        order_id, _, mac = token.partition(".")
        good = [hmac.compare_digest(_mac(key, order_id), mac) for key in self._keys]
        return OrderId(order_id) if any(good) else None


def _mac(key: bytes, order_id: str) -> str:
    digest = hmac.digest(key, _PURPOSE + order_id.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode().rstrip("=")
