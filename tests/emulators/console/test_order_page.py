"""The order's page in what goes another way: needs Chromium, and is skipped where there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.console.browser import CHROMIUM, browsing
from tests.emulators.console.fake_checkout import checking_out
from tests.emulators.console.visiting import visiting

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

Step = dict[str, Any]
FOLDER = "https://deployed.example/v1/orders/T/documents"


def page_of(profile: Path, *steps: Step, is_new: bool = False) -> str:
    """What a person reads once the order has come to the last step; all in one look."""

    async def scenario() -> str:
        async with (
            checking_out() as checkout,
            visiting(checkout_url=checkout.url) as visitor,
            browsing(profile) as tab,
        ):
            checkout.steps = [*([] if is_new else checkout.steps), *steps]
            checkout.looks["T"] = len(checkout.steps)
            await tab.open(visitor.address + "/orders/T")
            await tab.until("document.getElementById('order')?.ariaBusy === 'false'")
            assert tab.complaints == []
            return str(await tab.run("document.querySelector('main').innerText"))

    return asyncio.run(scenario())


def refunded(minor: int) -> Step:
    number = "CN-2026-000001"
    note = {"kind": "credit_note", "number": number, "total_minor": minor}
    return {
        "refunded_minor": minor,
        "documents": [note | {"pdf_url": f"{FOLDER}/{number}.pdf"}],
    }


def test_an_order_that_was_refunded_says_so_and_lists_its_credit_note(tmp_path: Path) -> None:
    page = page_of(tmp_path, refunded(12500))

    assert page.splitlines()[0] == "Refunded"
    assert "Paid. Tack!" not in page
    assert "Credit note CN-2026-000001 issued" in page
    assert page.count("€125.00") == 4  # explanation, credit note, total, refunded


def test_a_part_that_was_refunded_is_told_with_the_whole(tmp_path: Path) -> None:
    page = page_of(tmp_path, refunded(1000))

    assert page.splitlines()[0] == "Partly refunded: €10.00 of €125.00"
    assert "€10.00 · Open the PDF" in page


def test_a_failed_debit_offers_to_order_again_and_promises_no_papers(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"status": "failed", "checkout_url": None}, is_new=True)

    assert page.splitlines()[0] == "Your payment failed"
    assert "you can order again and choose another way to pay" in page
    for said in ("Order again", "No invoice", "No receipt", "not coming"):
        assert said in page


def test_a_debit_that_is_on_its_way_has_not_been_accepted(tmp_path: Path) -> None:
    page = page_of(tmp_path, {"status": "awaiting_funds", "checkout_url": None}, is_new=True)

    assert "Your bank has been asked for the money; it can take some days." in page
    assert "accepted" not in page


def test_a_time_on_another_day_carries_its_date(tmp_path: Path) -> None:
    sent = {"id": "rcp_1", "status": "sent", "sent_at": "2026-11-26T12:00:02Z"}
    page = page_of(tmp_path, {"paid_at": "2026-11-25T12:00:00Z"}, {"receipt": sent})

    for day in ("22 Nov 2026", "25 Nov 2026", "26 Nov 2026"):
        assert page.count(day) == 1


def test_the_day_of_the_order_is_said_once(tmp_path: Path) -> None:
    assert page_of(tmp_path).count("22 Nov 2026") == 1
