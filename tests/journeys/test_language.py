"""A buyer's browser says what the buyer reads, and nobody has to ask."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest

from tests.emulators.console.browser import CHROMIUM, browsing
from tests.journeys.buyer import call, pay
from tests.journeys.stack import Stack


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_who_comes_with_a_german_browser_gets_a_german_mail_and_invoice(
    stack: Stack, tmp_path: Path
) -> None:
    page = asyncio.run(_pressed_buy(stack, tmp_path))

    purchase = pay(stack, page, country="DE", city="Berlin", line1="Kastanienallee 42")
    order = purchase.completed(stack)

    status, document = call("GET", order["invoice"]["pdf_url"])
    assert status == 200
    assert re.search(rb"/Lang ?\(de", document)
    (mail,) = json.loads(call("GET", stack.description["outbox"])[1])
    assert mail["subject"].startswith("Ihre Bestellung bei ")


async def _pressed_buy(stack: Stack, profile: Path) -> str:
    """The address of the payment page that the shop led to."""
    async with browsing(profile, "--accept-lang=de-AT,de,en") as tab:
        await tab.open(stack.description["shop"])
        await tab.until("document.querySelector('.product [data-buy]') !== null")
        await tab.run("document.querySelector('.product [data-buy]').click()")
        address: str = await tab.until("location.pathname.includes('cs_test_') && location.href")
        return address
