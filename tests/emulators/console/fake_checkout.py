"""A checkout that follows the public contract and moves an order one step at each look."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

CATALOG: dict[str, Any] = {
    "default_currency": "eur",
    "currencies": ["eur", "sek", "usd", "jpy"],
    "products": [
        {
            "sku": "PRINT-AURORA",
            "name": "Aurora over Abisko",
            "description": "Giclée print, 50 by 70 cm, numbered",
            "art": "aurora",
            "vat_percent": "25",
            "prices": {"eur": 8900, "sek": 99000, "usd": 9900, "jpy": 14500},
        },
        {
            "sku": "PRINT-FJORD",
            "name": "Quiet Fjord",
            "description": "Risograph in three colours, 30 by 40 cm",
            "art": "fjord",
            "vat_percent": "25",
            "prices": {"eur": 4900, "sek": 54900, "usd": 5500, "jpy": 7900},
        },
        {
            "sku": "BOOK-LIGHT",
            "name": "A Short Book of Long Light",
            "description": "Clothbound, 128 pages, in English",
            "art": "book",
            "vat_percent": "6",
            "prices": {"eur": 2900, "sek": 32900, "usd": 3200},
        },
        {
            "sku": "CARD-SET",
            "name": "Nine Postcards from the North",
            "description": "Letterpress on cotton, with envelopes",
            "art": "cards",
            "vat_percent": "25",
            "prices": {"eur": 1800, "sek": 19900, "usd": 2000, "jpy": 2900},
        },
    ],
    "links": [
        {
            "id": "northern-lights",
            "title": "The northern lights pair",
            "currency": "eur",
            "url": "https://deployed.example/buy/northern-lights",
        }
    ],
}

PAID = {"status": "paid", "paid_at": "2026-11-22T09:31:12Z", "checkout_url": None}
NUMBERED = {"number": "INV-2026-000042", "issue_date": "2026-11-22", "pdf_url": None}
STEPS: list[dict[str, Any]] = [
    {},
    {},
    PAID,
    {"invoice": NUMBERED},
    {"invoice": {**NUMBERED, "pdf_url": "https://deployed.example/v1/orders/T/invoice.pdf"}},
    {"receipt": {"id": "rcp_1", "status": "queued", "sent_at": None}},
    {"receipt": {"id": "rcp_1", "status": "sent", "sent_at": "2026-11-22T09:31:14Z"}},
]


@dataclass(slots=True)
class FakeCheckout:
    """`looks` counts how often each order was asked for; it moves one step at each.

    The first `refusals` checkouts are answered 503, as when the provider is down.
    """

    url: str = ""
    shop: str = ""
    refusals: int = 0
    posts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    looks: dict[str, int] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=lambda: list(STEPS))

    def order(self, token: str) -> dict[str, Any]:
        order: dict[str, Any] = {
            "id": "ord_7F3K92QD",
            "status": "open",
            "currency": "eur",
            "total_minor": 12500,
            "tax_minor": 2500,
            "lines": [
                {"sku": "PRINT-AURORA", "name": "Aurora over Abisko", "quantity": 1}
                | {"unit_minor": 8900, "total_minor": 8900},
                {"sku": "CARD-SET", "name": "Nine Postcards from the North", "quantity": 2}
                | {"unit_minor": 1800, "total_minor": 3600},
            ],
            "created_at": "2026-11-22T09:30:41Z",
            "paid_at": None,
            "checkout_url": f"{self.url}/pay/{token}",
            "invoice": None,
            "receipt": None,
        }
        look = self.looks.get(token, 0)
        self.looks[token] = look + 1
        for step in self.steps[: look + 1]:
            order.update(step)
        return order

    async def catalog(self, _request: web.Request) -> web.Response:
        return web.json_response(CATALOG)

    async def checkout(self, request: web.Request) -> web.Response:
        key = request.headers["Idempotency-Key"]
        self.posts.append((key, json.loads(await request.read())))
        if self.refusals > 0:
            self.refusals -= 1
            problem = {"title": "The payment provider does not answer", "status": 503}
            return web.json_response(problem, status=503, headers={"Retry-After": "0"})
        answer = {"order_token": "T", "checkout_url": f"{self.url}/pay/T"}
        return web.json_response(answer, status=201)

    async def show(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if token == "unknown":  # noqa: S105 - a name, not a secret
            problem = {"title": "There is no such order", "status": 404}
            return web.json_response(problem, status=404, content_type="application/problem+json")
        return web.json_response(self.order(token))

    async def pay(self, request: web.Request) -> web.Response:
        raise web.HTTPSeeOther(f"{self.shop}/orders/{request.match_info['token']}")


async def _allow(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "content-type, idempotency-key"


async def _preflight(_request: web.Request) -> web.Response:
    return web.Response(status=204)


@asynccontextmanager
async def checking_out() -> AsyncIterator[FakeCheckout]:
    fake = FakeCheckout()
    application = web.Application()
    application.add_routes(
        [
            web.get("/v1/catalog", fake.catalog),
            web.post("/v1/checkout", fake.checkout),
            web.get("/v1/orders/{token}", fake.show),
            web.get("/pay/{token}", fake.pay),
            web.options("/{rest:.*}", _preflight),
        ]
    )
    application.on_response_prepare.append(_allow)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    fake.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield fake
    finally:
        await runner.cleanup()
