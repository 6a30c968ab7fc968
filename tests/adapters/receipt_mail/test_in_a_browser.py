"""Every mail in a real browser: nothing sticks out, nothing is hard to read, nothing is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from shared.adapters.invoice_document.languages import LANGUAGES
from shared.domain.mail_fact import MailFact
from shared.domain.mail_plan import OF_STATUS
from shared.domain.money import Money
from tests.adapters.receipt_mail.letters import (
    a_credit_note,
    a_letter,
    a_letter_again,
    a_reversal,
    a_status_letter,
    html_of,
)
from tests.builders.invoices import a_buyer, a_line, a_numbered_invoice, a_seller
from tests.emulators.console.browser import CHROMIUM, Tab, browsing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft " * 3
LOOKS = [(width, scheme) for width in (320, 600, 700) for scheme in ("light", "dark")]

# Pieces of text that contrast too little with what lies behind them (WCAG 2.2, level AA).
PALE = """
(() => {
  const channels = (css) => css.match(/[\\d.]+/g).map(Number);
  const light = (css) => {
    const [r, g, b] = channels(css).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const own = getComputedStyle(element).backgroundColor;
    return channels(own)[3] === 0 ? behind(element.parentElement) : own;
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.getClientRects().length) continue;
    const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) found.push(texts.currentNode.data.trim());
  }
  return found;
})()
"""
STICKS_OUT = """
[...document.querySelectorAll("td, a, h1")]
  .filter((element) => element.getClientRects().length)
  .filter((element) => {
    const box = element.getBoundingClientRect();
    return box.left < 0 || box.right > innerWidth || element.scrollWidth > element.clientWidth + 1;
  })
  .map((element) => element.textContent.trim())
"""


def mails() -> Iterable[tuple[str, EmailMessage]]:
    for language in LANGUAGES:
        buyer = replace(a_buyer(), language=language)
        lines = (a_line(quantity=2), a_line("Quiet Fjord"))
        invoice = a_numbered_invoice(*lines, buyer=buyer)
        note = a_credit_note(invoice)
        yield f"invoice-{language}", a_letter(invoice)
        yield f"credit-note-{language}", a_letter(note)
        yield f"reversal-{language}", a_letter(a_reversal(note))
        yield f"again-{language}", a_letter_again(invoice)
        for fact in OF_STATUS.values():
            yield f"{fact}-{language}", a_status_letter(fact, *lines, buyer=buyer)
    for language in ("de", "ar"):
        buyer = replace(a_buyer(LONG), business_name=LONG, language=language)
        lines = (a_line(LONG, quantity=99, unit=Money(99_990, "kwd")), a_line("ليلى " * 20))
        yield f"long-{language}", a_letter(a_numbered_invoice(lines[0], buyer=buyer))
        yield f"names-{language}", a_letter(a_numbered_invoice(lines[1], buyer=buyer))
        pale = replace(a_seller(), accent="#f5c400", trading_name=LONG)
        yield f"pale-{language}", a_letter(a_numbered_invoice(seller=pale, buyer=buyer))
        failed = MailFact.PAYMENT_FAILED
        yield (
            f"pale-failed-{language}",
            a_status_letter(failed, lines[0], seller=pale, buyer=buyer),
        )


async def _looked_at(tab: Tab, page: Path) -> list[str]:
    await tab.open(page.as_uri())
    await tab.until(f"document.readyState == 'complete' && location.href == '{page.as_uri()}'")
    wrong = []
    for width, scheme in LOOKS:
        await tab.look(width=width, height=900, scheme=scheme)
        out, pale = await tab.run(STICKS_OUT), await tab.run(PALE)
        wrong += [f"{page.stem} {width} {scheme}: sticks out: {text}" for text in out]
        wrong += [f"{page.stem} {width} {scheme}: too pale: {text}" for text in pale]
    return wrong


def test_every_mail_fits_and_reads_well_on_every_screen_by_day_and_by_night(
    tmp_path: Path,
) -> None:
    pages = []
    for name, letter in mails():
        pages.append(tmp_path / f"{name}.html")
        pages[-1].write_text(html_of(letter), encoding="utf-8")

    async def look() -> tuple[list[str], set[str], list[str]]:
        async with browsing(tmp_path / "profile") as tab:
            wrong = [found for page in pages for found in await _looked_at(tab, page)]
            return wrong, set(tab.requested), tab.complaints

    wrong, requested, complaints = asyncio.run(look())

    assert wrong == []
    assert requested == {page.as_uri() for page in pages}
    assert complaints == []
