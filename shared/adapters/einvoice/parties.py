"""Seller and buyer in the terms of EN 16931 (BG-4, BG-7)."""

from __future__ import annotations

import unicodedata
from dataclasses import fields

from shared.adapters.einvoice.en16931 import Identifier, Party
from shared.adapters.einvoice.register_number import register_number
from shared.adapters.formatting import one_line
from shared.domain.address import Address
from shared.domain.participant import ENDPOINT_SCHEMES
from shared.domain.parties import Buyer, Seller
from shared.domain.tax_territory import vat_country

_LAST_TWO = 0xFFFE  # of every plane of Unicode
# Schemes of Peppol ids that are registers of legal entities as well (ISO 6523); the others,
# such as 9930 for German VAT ids, are addresses and nothing else.
_REGISTERS = frozenset({"0002", "0007", "0106", "0184", "0190", "0192", "0196", "0208"})


def seller_of(seller: Seller, *, has_vat_id: bool) -> Party:
    """`has_vat_id`: BR-O-02 forbids the VAT id on a document that is out of scope."""
    return Party(
        name=clean(seller.legal_name),
        trading_name=clean(seller.trading_name),
        address=clean_address(seller.address),
        vat_id=_compact(seller.vat_id) if has_vat_id else "",
        tax_number=clean(seller.tax_number),
        legal_id=_legal_id(seller.peppol_id) or register_number(clean(seller.registration)),
        endpoint=_endpoint(seller.peppol_id, seller.email),
        contact=clean(seller.trading_name or seller.legal_name),
        phone=clean(seller.phone),
        email=clean(seller.email),
    )


def buyer_of(buyer: Buyer, *, has_vat_id: bool) -> Party:
    vat_id = _compact(buyer.vat_id)
    # The provider also collects numbers of other countries, which carry no prefix (BR-CO-09).
    is_vat_id = has_vat_id and bool(vat_country(vat_id))
    return Party(
        name=clean(buyer.business_name or buyer.name),
        address=clean_address(buyer.address),
        vat_id=vat_id if is_vat_id else "",
        legal_id=_legal_id(buyer.peppol_id),
        endpoint=_endpoint(buyer.peppol_id, buyer.email),
        contact=clean(buyer.name) if buyer.business_name else "",
        email=clean(buyer.email) if buyer.business_name else "",
    )


def clean(text: str) -> str:
    """`text` on one line, in characters that XML may hold."""
    return "".join(char for char in one_line(text) if not _is_no_character(char))


def clean_address(address: Address) -> Address:
    return Address(**{part.name: clean(getattr(address, part.name)) for part in fields(address)})


def _is_no_character(char: str) -> bool:
    # U+FFFE and U+FFFF are no characters in XML 1.0 (section 2.2), nor are the others like them.
    return unicodedata.category(char) == "Cn" and ord(char) & _LAST_TWO == _LAST_TWO


def _compact(vat_id: str) -> str:
    return "".join(clean(vat_id).split()).upper()


def _legal_id(peppol_id: str) -> Identifier | None:
    scheme, _, value = peppol_id.partition(":")
    return Identifier(value, scheme) if scheme in _REGISTERS and value else None


def _endpoint(peppol_id: str, email: str) -> Identifier | None:
    # Earlier releases took any scheme. An unknown one may not cost the document its XML (BR-CL-25).
    scheme, _, value = peppol_id.partition(":")
    if scheme in ENDPOINT_SCHEMES and value:
        return Identifier(value, scheme)
    return Identifier(clean(email), "EM") if email.strip() else None
