"""Documents of earlier releases, brought to the shape that this one reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.domain.mail_fact import MailFact
from shared.domain.receipt import Receipt

Document = dict[str, Any]


def upcast(kind: type[Any], document: Document) -> Document:
    """The same document where its kind has never changed."""
    change = _CHANGES.get(kind)
    return document if change is None else change(document)


def _receipt(document: Document) -> Document:
    """Until 2026-11-23 there were mails of documents alone, and the document's id told the fact."""
    if "fact" in document:
        return document
    kind = str(document["invoice_id"]).partition("_")[0]
    return {**document, "fact": _TOLD_BY[kind]}


_TOLD_BY = {"inv": MailFact.PAID, "cn": MailFact.REFUNDED, "rv": MailFact.REVERSED}
_CHANGES: dict[type[Any], Callable[[Document], Document]] = {Receipt: _receipt}
