"""The HTML of a mail, as a mail program takes it apart."""

from __future__ import annotations

from html.parser import HTMLParser

from shared.domain.invoice import Invoice
from tests.adapters.receipt_mail.letters import a_letter, html_of

VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a mail program sees: elements, links, visible text, data for machines."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.links: list[str | None] = []
        self.visible: list[str] = []
        self.machine = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.machine += data
        elif self.open[-1:] != ["style"]:
            self.visible.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.visible).split())


def page_of(invoice: Invoice) -> Page:
    return Page(html_of(a_letter(invoice)))
