"""Parties and addresses as UBL spells them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from shared.adapters.einvoice.en16931 import Identifier, Party
from shared.adapters.einvoice.tree import group, put
from shared.domain.address import Address


def put_party(parent: Element, path: str, party: Party) -> None:
    element = group(parent, path)
    _identifier(element, "cbc:EndpointID", party.endpoint)
    put(element, "cac:PartyName/cbc:Name", party.trading_name)
    put_address(element, "cac:PostalAddress", party.address)
    _tax_scheme(element, party.vat_id, "VAT")
    _tax_scheme(element, party.tax_number, "LOC")
    legal = group(element, "cac:PartyLegalEntity")
    put(legal, "cbc:RegistrationName", party.name)
    _identifier(legal, "cbc:CompanyID", party.legal_id)
    if party.contact or party.phone or party.email:
        contact = group(element, "cac:Contact")
        put(contact, "cbc:Name", party.contact)
        put(contact, "cbc:Telephone", party.phone)
        put(contact, "cbc:ElectronicMail", party.email)


def put_address(parent: Element, path: str, address: Address) -> None:
    element = group(parent, path)
    put(element, "cbc:StreetName", address.line1)
    put(element, "cbc:AdditionalStreetName", address.line2)
    put(element, "cbc:CityName", address.city)
    put(element, "cbc:PostalZone", address.postal_code)
    put(element, "cbc:CountrySubentity", address.state)
    put(element, "cac:Country/cbc:IdentificationCode", address.country)


def _tax_scheme(party: Element, number: str, scheme: str) -> None:
    if number:
        element = group(party, "cac:PartyTaxScheme")
        put(element, "cbc:CompanyID", number)
        put(element, "cac:TaxScheme/cbc:ID", scheme)


def _identifier(parent: Element, path: str, identifier: Identifier | None) -> None:
    if identifier is not None:
        scheme = {"schemeID": identifier.scheme} if identifier.scheme else {}
        put(parent, path, identifier.value, **scheme)
