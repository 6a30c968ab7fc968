"""Nobody can delete a document before the law allows it."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.retention import KeepingLaw, kept_until, rule_for
from shared.usecases.audit.books import Books, Breach, Found
from shared.usecases.ports.archive import KeptFile

NAME = "23 documents cannot be deleted too early"


def files_are_retained(books: Books, kept: Mapping[str, KeptFile], law: KeepingLaw) -> Found:
    if kept and all(file.kept_until is None for file in kept.values()):
        yield Breach(NAME, "the bucket has no retention policy", ())
        return
    for invoice in books.invoices.values():
        if invoice.year is None:
            continue
        until = kept_until(invoice.snapshot, invoice.year, law)
        files = (kept[file.name] for file in invoice.files if file.name in kept)
        early = [file for file in files if file.kept_until is None or file.kept_until < until]
        if early:
            rule = rule_for(invoice.snapshot, law)
            what = f"may be deleted before {until:%Y-%m-%d}: {rule.years} years, {rule.source}"
            names = (file.document.name for file in early)
            yield Breach(NAME, what, (invoice.id, *names))
