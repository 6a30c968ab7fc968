"""Parties, addresses and dates as CII spells them."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from shared.adapters.einvoice.en16931 import Identifier, Party
from shared.adapters.einvoice.tree import group, put
from shared.domain.address import Address

_DAY = "102"  # UNTDID 2379: CCYYMMDD


def put_party(parent: Element, path: str, party: Party) -> None:
    element = group(parent, path)
    put(element, "ram:Name", party.name)
    if party.legal_id is not None or party.trading_name:
        legal = group(element, "ram:SpecifiedLegalOrganization")
        _identifier(legal, "ram:ID", party.legal_id)
        put(legal, "ram:TradingBusinessName", party.trading_name)
    if party.contact or party.phone or party.email:
        contact = group(element, "ram:DefinedTradeContact")
        put(contact, "ram:PersonName", party.contact)
        put(contact, "ram:TelephoneUniversalCommunication/ram:CompleteNumber", party.phone)
        put(contact, "ram:EmailURIUniversalCommunication/ram:URIID", party.email)
    put_address(element, party.address)
    _identifier(element, "ram:URIUniversalCommunication/ram:URIID", party.endpoint)
    tax = "ram:SpecifiedTaxRegistration/ram:ID"
    put(element, tax, party.tax_number, schemeID="FC")
    put(element, tax, party.vat_id, schemeID="VA")


def put_address(parent: Element, address: Address) -> None:
    element = group(parent, "ram:PostalTradeAddress")
    put(element, "ram:PostcodeCode", address.postal_code)
    put(element, "ram:LineOne", address.line1)
    put(element, "ram:LineTwo", address.line2)
    put(element, "ram:CityName", address.city)
    put(element, "ram:CountryID", address.country)
    put(element, "ram:CountrySubDivisionName", address.state)


def put_date(parent: Element, path: str, day: date | None, kind: str = "udt") -> None:
    """`kind` is the namespace of the date's type; the schema wants `qdt` in one place."""
    if day is not None:
        put(parent, f"{path}/{kind}:DateTimeString", f"{day:%Y%m%d}", format=_DAY)


def _identifier(parent: Element, path: str, identifier: Identifier | None) -> None:
    if identifier is not None:
        scheme = {"schemeID": identifier.scheme} if identifier.scheme else {}
        put(parent, path, identifier.value, **scheme)
