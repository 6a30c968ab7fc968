"""The shop as a person uses it: needs Chromium, and is skipped where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.console.browser import CHROMIUM, Tab, browsing
from tests.emulators.console.fake_checkout import FakeCheckout, checking_out
from tests.emulators.console.visiting import Visitor, visiting
from tests.emulators.ses.mailer import a_receipt

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

SHOP_IS_OPEN = "document.querySelectorAll('.product').length === 4"


@asynccontextmanager
async def _shopping(profile: Path) -> AsyncIterator[tuple[Tab, Visitor, FakeCheckout]]:
    async with (
        checking_out() as checkout,
        visiting(checkout_url=checkout.url) as visitor,
        browsing(profile) as tab,
    ):
        checkout.shop = visitor.address
        yield tab, visitor, checkout


def test_an_order_is_bought_paid_invoiced_and_its_receipt_read(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, checkout):
            await visitor.ses.send(a_receipt(X_Kvitto_Receipt="rcp_1"))
            await tab.open(visitor.address)
            await tab.until(SHOP_IS_OPEN)
            await tab.run("document.querySelector('[data-buy]').click()")
            await tab.until("location.pathname === '/orders/T'")
            await tab.until("document.querySelectorAll('.step.done').length === 4")
            assert await tab.run("document.querySelector('h1').textContent") == "Paid. Tack!"
            looks = checkout.looks["T"]
            await tab.run("new Promise((resolve) => setTimeout(resolve, 1000))")
            assert checkout.looks["T"] == looks, "a finished order is not asked for again"

            await tab.run("document.querySelector('.timeline a[href^=\"/inbox\"]').click()")
            await tab.until("document.getElementById('body').contentDocument.images[0].complete")
            assert tab.complaints == []
            known = {visitor.address, checkout.url}
            asked = {"/".join(url.split("/")[:3]) for url in tab.requested if "data:" not in url}
            assert asked == known

    asyncio.run(scenario())


def test_every_document_of_an_order_is_offered(tmp_path: Path) -> None:
    address = "https://deployed.example/v1/orders/T"
    documents: list[dict[str, Any]] = [
        {"kind": kind, "number": number, "pdf_url": f"{address}/documents/{number}.pdf"}
        | {"total_minor": 12500}
        for kind, number in (("invoice", "INV-2026-000042"), ("credit_note", "CN-2026-000001"))
    ]
    documents[0]["xml_url"] = f"{address}/documents/INV-2026-000042.xml"

    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, checkout):
            checkout.steps.append({"documents": documents})
            checkout.looks["T"] = len(checkout.steps)
            await tab.open(visitor.address + "/orders/T")
            await tab.until("document.querySelectorAll('.step.done').length === 5")
            links = "[...document.querySelectorAll('.timeline .step a')].map((a) => a.pathname)"
            assert await tab.run(links) == [
                "/v1/orders/T/invoice.pdf",
                "/v1/orders/T/documents/INV-2026-000042.xml",
                "/inbox/receipt/rcp_1",
                "/v1/orders/T/documents/CN-2026-000001.pdf",
            ]
            assert tab.complaints == []

    asyncio.run(scenario())


def test_a_double_click_is_one_order(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, checkout):
            await tab.open(visitor.address)
            await tab.until(SHOP_IS_OPEN)
            buy = "document.querySelector('[data-buy]')"
            await tab.run(f"{buy}.click(); {buy}.click()")
            await tab.until("location.pathname === '/orders/T'")
            assert [body for _, body in checkout.posts] == [
                {
                    "lines": [{"sku": "PRINT-AURORA", "quantity": 1}],
                    "currency": "eur",
                    "return": "shop",
                }
            ]

    asyncio.run(scenario())


def test_the_cart_survives_a_reload_and_is_bought_in_the_chosen_currency(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, checkout):
            await tab.open(visitor.address)
            await tab.until(SHOP_IS_OPEN)
            add = "document.querySelectorAll('[data-add]')"
            await tab.run(f"{add}[0].click(); {add}[3].click(); {add}[3].click()")
            await tab.run("document.getElementById('currency').value = 'jpy'")
            await tab.run("document.getElementById('currency').dispatchEvent(new Event('change'))")

            await tab.open(visitor.address + "/?cancelled=1")
            await tab.until(SHOP_IS_OPEN)
            total = "document.querySelector('#cart [data-total]').textContent"
            assert await tab.until(total) == "¥20,300"
            await tab.run("document.querySelector('#cart [data-buy]').click()")
            await tab.until("location.pathname === '/orders/T'")
            assert checkout.posts[0][1]["currency"] == "jpy"
            assert checkout.posts[0][1]["lines"] == [
                {"sku": "PRINT-AURORA", "quantity": 1},
                {"sku": "CARD-SET", "quantity": 2},
            ]

    asyncio.run(scenario())


def test_a_wish_that_was_not_answered_keeps_its_idempotency_key(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, checkout):
            checkout.refusals = 2
            await tab.open(visitor.address)
            await tab.until(SHOP_IS_OPEN)
            await tab.run("document.querySelector('[data-buy]').click()")
            await tab.until("location.pathname === '/orders/T'")
            keys = [key for key, _ in checkout.posts]
            assert len(keys) == 3
            assert len(set(keys)) == 1

    asyncio.run(scenario())


def test_new_mail_appears_in_the_inbox_by_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, _):
            await tab.open(visitor.address + "/inbox/receipt/rcp_1")
            await tab.until("document.querySelector('.notice') !== null")
            await visitor.ses.send(a_receipt(X_Kvitto_Receipt="rcp_2"))
            await tab.until("document.querySelectorAll('.messages li').length === 1")
            await visitor.ses.send(a_receipt(X_Kvitto_Receipt="rcp_1"))
            await tab.until("location.pathname === '/inbox/2'")
            assert tab.complaints == []

    asyncio.run(scenario())


def test_an_order_nobody_knows_ends_the_asking(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _shopping(tmp_path) as (tab, visitor, _):
            await tab.open(visitor.address + "/orders/unknown")
            headline = "document.querySelector('h1').textContent.includes('cannot find')"
            await tab.until(headline)
            asked = [url for url in tab.requested if url.endswith("/v1/orders/unknown")]
            assert len(asked) == 1

    asyncio.run(scenario())
