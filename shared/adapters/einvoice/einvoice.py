"""The structured forms of a numbered document, or why it has none."""

from __future__ import annotations

from dataclasses import dataclass

from shared.adapters.einvoice.checks import check
from shared.adapters.einvoice.cii import cii
from shared.adapters.einvoice.objection import Objection
from shared.adapters.einvoice.peppol import check_peppol
from shared.adapters.einvoice.ubl import ubl
from shared.adapters.einvoice.view import document_of
from shared.domain.invoice import Invoice


@dataclass(frozen=True, slots=True)
class EInvoice:
    """`cii` goes into the PDF, `peppol` over the network. What is empty has objections."""

    cii: bytes = b""
    peppol: bytes = b""  # also empty where a side has no participant id
    objections: tuple[Objection, ...] = ()
    peppol_objections: tuple[Objection, ...] = ()


def einvoice_of(invoice: Invoice) -> EInvoice:
    """`Broken` without a number."""
    document = document_of(invoice)
    if found := check(document):
        return EInvoice(objections=found)
    if not document.is_between_participants:
        return EInvoice(cii(document))
    if refused := check_peppol(document):
        return EInvoice(cii(document), peppol_objections=refused)
    return EInvoice(cii(document), ubl(document))
