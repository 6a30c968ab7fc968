"""What a merchant must see to beside Kvitto, by where it is. Nothing of it stops a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shared.cli.law.register import portals, retention
from shared.domain.accounting_currency import accounting_currency
from shared.domain.parties import Seller

_NEVER_REACHED = ".example"  # RFC 2606, section 2


@dataclass(frozen=True, slots=True)
class Remark:
    about: str
    says: str


def remarks_on(seller: Seller) -> tuple[Remark, ...]:
    country = seller.address.country
    return (
        *_demo(seller),
        *_filing(country),
        *_peppol(seller),
        *_currency(seller),
        *_keeping(country),
    )


def _demo(seller: Seller) -> Iterator[Remark]:
    if seller.email.endswith(_NEVER_REACHED):
        says = f"nobody can be reached at {seller.email}: this is the seller of the demo"
        yield Remark("email", says)


def _filing(country: str) -> Iterator[Remark]:
    for portal in portals():
        if portal.country == country:
            about = f"{portal.system}, {portal.when}: nothing is filed for you"
            yield Remark(portal.state, f"{about}. {portal.instead}")


def _peppol(seller: Seller) -> Iterator[Remark]:
    if seller.peppol_id:
        says = "for buyers with an id, the UBL is made and kept; you have it sent, Kvitto does not"
        yield Remark("Peppol", says)


def _currency(seller: Seller) -> Iterator[Remark]:
    into = accounting_currency(seller)
    if into not in {"", "eur"}:
        says = "the tax of a sale in another currency is stated in it too, at the ECB's rate"
        yield Remark(into.upper(), f"{says} (Art. 230); `accounting_currency` names another one")


def _keeping(country: str) -> Iterator[Remark]:
    if keep := retention().get(country):
        says = f"keep documents for {keep.years} years, counted from {keep.counted_from}"
        yield Remark(keep.state, says)
