"""The few facts of our own XML that an auditor compares, from a file or from inside a PDF."""

from __future__ import annotations

import re
import zlib
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import (
    Element,
    ParseError,
    fromstring,
)

from shared.usecases.ports.einvoices import SaidInXml, UnreadableXml

_ROOT = re.compile(r"\{(?P<namespace>[^}]*)\}(?P<name>\w+)")
_EMBEDDED = re.compile(rb"<<[^\n]*/Type ?/EmbeddedFile[^\n]*>>\nstream\n")

_CII_SUMS = (
    "{*}SupplyChainTradeTransaction/{*}ApplicableHeaderTradeSettlement"
    "/{*}SpecifiedTradeSettlementHeaderMonetarySummation/{*}GrandTotalAmount"
)
_CII_CURRENCY = (
    "{*}SupplyChainTradeTransaction/{*}ApplicableHeaderTradeSettlement/{*}InvoiceCurrencyCode"
)

# Root element → where number (BT-1), total with tax (BT-112) and currency (BT-5) stand.
_PLACES = {
    "CrossIndustryInvoice": ("{*}ExchangedDocument/{*}ID", _CII_SUMS, _CII_CURRENCY),
    "Invoice": ("{*}ID", "{*}LegalMonetaryTotal/{*}TaxInclusiveAmount", "{*}DocumentCurrencyCode"),
    "CreditNote": (
        "{*}ID",
        "{*}LegalMonetaryTotal/{*}TaxInclusiveAmount",
        "{*}DocumentCurrencyCode",
    ),
}


def said_in_xml(content: bytes) -> SaidInXml:
    """`content` is CII or UBL as we write it, or a PDF that carries it; `UnreadableXml`."""
    tree = _parsed(_embedded(content) if content.startswith(b"%PDF") else content)
    name = _ROOT.fullmatch(tree.tag)
    if name is None or name["name"] not in _PLACES:
        raise UnreadableXml("it is no invoice")
    number, total, currency = (_text(tree, path) for path in _PLACES[name["name"]])
    try:
        return SaidInXml(number, Decimal(total), currency.lower())
    except InvalidOperation as error:
        raise UnreadableXml("its total is no number") from error


def _embedded(pdf: bytes) -> bytes:
    """The one file inside. Only as the typesetter writes it: a plain dictionary on one line."""
    found = list(_EMBEDDED.finditer(pdf))
    if len(found) != 1:
        raise UnreadableXml(f"the PDF carries {len(found)} files")
    rest = pdf[found[0].end() :]
    if b"/FlateDecode" not in found[0][0]:
        return rest.partition(b"\nendstream")[0]
    try:
        return zlib.decompressobj().decompress(rest)
    except zlib.error as error:
        raise UnreadableXml("the file inside the PDF is damaged") from error


def _parsed(xml: bytes) -> Element:
    try:
        return fromstring(xml)  # noqa: S314 - the hash has just said that we wrote it
    except ParseError as error:
        raise UnreadableXml("it is not well-formed") from error


def _text(tree: Element, path: str) -> str:
    text = tree.findtext(path)
    if not text:
        raise UnreadableXml(f"it has no {path.rpartition('}')[2]}")
    return text
