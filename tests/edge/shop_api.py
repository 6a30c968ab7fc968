"""The public checkout API over fakes: what it answers, and what left the building."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from shared.adapters.file_links import FileLinks
from shared.adapters.order_tokens import OrderTokens
from shared.domain.catalog import Catalog
from shared.edge.checkout_api import CheckoutApi
from shared.edge.documents_api import DocumentsApi
from shared.edge.throttle import Throttle
from shared.usecases.describe_order import DescribeOrder, ReadOrder
from shared.usecases.read_document import FindFile, ReadFile
from tests.builders.canonical import canonical
from tests.builders.purchases import a_shop
from tests.chaos.shop import Shop
from tests.edge.asking import JSON, Answer, ask
from tests.fakes.world import SeededRandomness

PUBLIC_URL = "https://api.example"
KEY = "5f0c1d1e-8f4b-4c8e-9a63-0a2c7b0f3f11"
CART: dict[str, Any] = {"lines": [{"sku": "PRINT", "quantity": 1}]}


class ShopApi:
    def __init__(self, shop: Shop | None = None, *, per_minute_max: int = 1_000) -> None:
        self.shop = shop or a_shop()
        self.tokens = OrderTokens(["key"])
        self.now = 0.0
        describe = DescribeOrder(PUBLIC_URL, self.tokens.issue)
        open_checkout = replace(self.shop.open_checkout, describe=describe)
        self.api = CheckoutApi(
            catalog=open_checkout.catalog,
            open_checkout=open_checkout,
            read_order=ReadOrder(self.shop.database, describe),
            order_of=self.tokens.verify,
            throttle=Throttle(per_minute_max, 1_000_000, clock=lambda: self.now),
            randomness=SeededRandomness(1),
            public_url=PUBLIC_URL,
        )
        self.links = FileLinks(["key"], self.shop.clock)
        self.documents = DocumentsApi(
            find=FindFile(self.shop.database),
            read=ReadFile(self.shop.archive),
            order_of=self.tokens.verify,
            link_to=self.links.issue,
            file_of=self.links.open,
        )

    def selling(self, catalog: Catalog) -> Self:
        """The same shop with other wares."""
        open_checkout = replace(self.api.open_checkout, catalog=catalog)
        self.api = replace(self.api, catalog=catalog, open_checkout=open_checkout)
        return self

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        routes = (*self.api.routes(), *self.documents.routes())
        return ask(routes, method, path, body=body, headers=headers)

    def check_out(self, cart: object = CART, key: str | None = KEY, **headers: str) -> Answer:
        """POST /v1/checkout; a cart that is bytes is sent as it is."""
        raw = cart if isinstance(cart, bytes) else json.dumps(cart).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        keyed = {} if key is None else {"Idempotency-Key": key}
        return self.ask("POST", "/v1/checkout", raw, {**JSON, **keyed, **named})

    @property
    def left_behind(self) -> tuple[int, int, int, int, int]:
        """Records, pages, events, tasks and mails: what a refused request must not change."""
        shop = self.shop
        return (
            len(canonical(shop.database)),
            len(shop.provider.asked),
            len(shop.commerce_events.published) + len(shop.provider_events.published),
            len(shop.tasks.held),
            len(shop.mailer.sent),
        )


NOTHING = (0, 0, 0, 0, 0)
