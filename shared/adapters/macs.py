"""Short text that only we can have signed: an HMAC per purpose, under keys that can be rotated."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

_MAC_BYTES = 16  # 128 bits


class Macs:
    """The first key signs; every key verifies, so that keys can be rotated."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        """`purpose` keeps what was signed for one thing from opening another."""
        if not keys or not all(keys):
            raise ValueError("at least one order token key is required, and none may be empty")
        self._keys = [key.encode() for key in keys]
        self._purpose = f"{purpose}\n".encode()

    def sign(self, text: str) -> str:
        return self._mac(self._keys[0], text)

    def is_signed(self, text: str, mac: str) -> bool:
        """Takes the same time either way."""
        if not (text.isascii() and mac.isascii()):
            return False  # `compare_digest` compares nothing else
        good = [hmac.compare_digest(self._mac(key, text), mac) for key in self._keys]
        return any(good)

    def _mac(self, key: bytes, text: str) -> str:
        digest = hmac.digest(key, self._purpose + text.encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(digest[:_MAC_BYTES]).decode().rstrip("=")
