"""Links to one file of one order for some minutes: `ord_….INV-2026-000123.pdf.EXPIRY.MAC`.

They are ours and not the bucket's: a signed URL of Cloud Storage would need the right to sign as
a service account, a call to sign each, and could not be told apart from a forged one once it has
expired. Whoever hands such a link on hands on one document, and not the order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from shared.adapters.macs import Macs
from shared.domain.ids import OrderId
from shared.usecases.ports.world import Now
from shared.usecases.read_document import LinkExpired, OrderFile

LIFETIME = timedelta(minutes=5)

_LINK = re.compile(
    r"(?P<signed>(?P<order>ord_[a-z0-9]+)\.(?P<name>[A-Z0-9-]+\.[a-z]+)\.(?P<expiry>\d{1,12}))"
    r"\.(?P<mac>[A-Za-z0-9_-]+)",
    re.ASCII,
)


class FileLinks:
    def __init__(self, keys: Sequence[str], now: Now) -> None:
        """`keys` are those of the order's tokens: who rotates them rotates both."""
        self._macs = Macs(keys, "kvitto.file.v1")
        self._now = now

    def issue(self, file: OrderFile) -> str:
        expiry = int((self._now() + LIFETIME).timestamp())
        signed = f"{file.order_id}.{file.name}.{expiry}"
        return f"{signed}.{self._macs.sign(signed)}"

    def open(self, link: str) -> OrderFile | None:
        """None for what we did not sign, `LinkExpired` for what we did, and some time ago."""
        found = _LINK.fullmatch(link)
        if found is None or not self._macs.is_signed(found["signed"], found["mac"]):
            return None
        if self._now().timestamp() >= int(found["expiry"]):
            raise LinkExpired(f"the link to {found['name']} has expired")
        return OrderFile(OrderId(found["order"]), found["name"])
