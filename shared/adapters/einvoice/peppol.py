"""What Peppol BIS Billing 3.0 (release 3.0.19) asks for beyond EN 16931, between participants.

Source: docs.peppol.eu/poacc/billing/3.0. Checked here: the general rules that our documents
could break, and the national ones of Germany. An access point checks all of them.
"""

from __future__ import annotations

from decimal import Decimal

from shared.adapters.einvoice.en16931 import Document, Party
from shared.adapters.einvoice.objection import Found, Objection, objections
from shared.domain.participant import ENDPOINT_SCHEMES

_LINE_SLACK = Decimal("0.02")
_NOT_ON_PEPPOL = frozenset({"EM", "AN", "AQ", "AS", "AU"})  # of EAS, not of Peppol's list


def check_peppol(document: Document) -> tuple[Objection, ...]:
    """Nothing, if the document, which `check` has passed, may go from seller to buyer."""
    return tuple(objections(_rules(document)))


def _rules(document: Document) -> Found:
    for party, rule in ((document.buyer, "R010"), (document.seller, "R020")):
        scheme = "" if party.endpoint is None else party.endpoint.scheme
        yield scheme != "", f"PEPPOL-EN16931-{rule}", "endpoint"
        yield scheme in ENDPOINT_SCHEMES - _NOT_ON_PEPPOL, "PEPPOL-EN16931-CL008", "endpoint"
    reference = document.buyer_reference or document.sales_order
    yield bool(reference), "PEPPOL-EN16931-R003", "BT-10"
    for line in document.lines:
        by_price = line.price * line.quantity - line.discount
        is_close = abs(by_price - line.net) <= _LINE_SLACK
        yield is_close, "PEPPOL-EN16931-R120", f"line {line.id}"
    if {document.seller.address.country, document.buyer.address.country} == {"DE"}:
        yield from _between_germans(document)


def _between_germans(document: Document) -> Found:
    seller = document.seller
    yield bool(seller.contact), "DE-R-005", "BT-41"
    yield bool(seller.phone), "DE-R-006", "BT-42"
    yield bool(seller.email), "DE-R-007", "BT-43"
    yield bool(document.buyer_reference), "DE-R-015", "BT-10"
    yield from _address(seller, "DE-R-003", "DE-R-004")
    yield from _address(document.buyer, "DE-R-008", "DE-R-009")


def _address(party: Party, city: str, postal_code: str) -> Found:
    yield bool(party.address.city), city, "address"
    yield bool(party.address.postal_code), postal_code, "address"
