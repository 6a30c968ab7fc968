from __future__ import annotations

import asyncio
import re

import pytest

from tests.emulators.console.visiting import Page, a_closed_port, visiting
from tests.emulators.ses.mailer import a_receipt


def _visit(path: str, *receipts: str) -> Page:
    """The page at `path`, after each of `receipts` was mailed."""

    async def scenario() -> Page:
        async with visiting() as visitor:
            for receipt in receipts:
                await visitor.ses.send(a_receipt(X_Kvitto_Receipt=receipt))
            return await visitor.get(path)

    return asyncio.run(scenario())


def test_an_empty_inbox_says_how_to_get_mail() -> None:
    assert "No mail yet" in _visit("/inbox").text


def test_the_newest_message_is_at_the_top_with_its_subject_and_its_reader() -> None:
    text = _visit("/inbox", "rcp_1", "rcp_2").text

    assert re.findall(r'href="/inbox/(\d+)"', text) == ["2", "1"]
    assert "Ditt kvitto för order 7F3K" in text
    assert "ebba@example.org" in text


def test_an_order_s_receipt_leads_to_its_message() -> None:
    page = _visit("/inbox/receipt/rcp_1", "rcp_1", "rcp_2")

    assert (page.status, page.headers["Location"]) == (303, "/inbox/1")


def test_a_receipt_that_is_not_there_yet_is_waited_for_in_the_list() -> None:
    page = _visit("/inbox/receipt/rcp_9", "rcp_1")

    assert page.status == 200
    assert "<code>rcp_9</code> is not here yet" in page.text


def test_a_message_has_its_envelope_its_attachment_and_a_frame_that_is_shut_in() -> None:
    text = _visit("/inbox/1", "rcp_1").text

    assert "Nordljus Press &lt;hello@nordljus.example&gt;" in text
    assert ">Invoice-INV-2026-1.pdf</span> <small>8 B</small>" in text
    frame = re.search(r"<iframe[^>]*>", text)
    assert frame is not None
    assert 'src="/inbox/1/body?scheme=light"' in frame[0]
    assert 'sandbox="allow-same-origin allow-popups' in frame[0]
    assert "allow-scripts" not in frame[0]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("text", "Tack för din beställning."),
        ("headers", "X-Kvitto-Receipt"),
        ("source", "multipart/alternative"),
    ],
)
def test_a_message_can_be_seen_as_its_text_its_headers_and_its_source(
    view: str, expected: str
) -> None:
    text = _visit(f"/inbox/1?view={view}", "rcp_1").text

    assert expected in text
    assert "<iframe" not in text


def test_the_body_brings_its_pictures_along_and_may_load_or_run_nothing() -> None:
    page = _visit("/inbox/1/body", "rcp_1")

    assert 'src="data:image/png;base64,' in page.text
    assert "cid:" not in page.text
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy


def test_the_invoice_opens_in_the_browser_and_the_source_downloads() -> None:
    invoice = _visit("/inbox/1/attachments/1", "rcp_1")
    raw = _visit("/inbox/1/raw", "rcp_1")

    assert invoice.text == "%PDF-1.7"
    assert invoice.headers["Content-Type"] == "application/pdf"
    named = "inline; filename*=UTF-8''Invoice-INV-2026-1.pdf"
    assert invoice.headers["Content-Disposition"] == named
    assert raw.headers["Content-Type"] == "message/rfc822"


@pytest.mark.parametrize("path", ["/inbox/7", "/inbox/7/body", "/inbox/1/attachments/9"])
def test_what_was_never_sent_is_a_page_that_says_so(path: str) -> None:
    page = _visit(path, "rcp_1")

    assert page.status == 404
    assert "Nothing here" in page.text


def test_an_inbox_without_its_mail_service_says_what_is_missing() -> None:
    async def scenario() -> Page:
        async with a_closed_port() as gone, visiting(outbox_url=gone) as visitor:
            return await visitor.get("/inbox")

    page = asyncio.run(scenario())
    assert page.status == 502
    assert "The mail service does not answer" in page.text
