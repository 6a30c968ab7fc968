"""What is for sale, and at what price. The client names SKUs; every amount comes from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from shared.domain.errors import Refused
from shared.domain.money import Money, chargeable, zero

QUANTITY_MAX = 999
LINES_MAX = 100


class CartRefused(Refused):
    """The cart cannot be sold. `pointer` (RFC 6901) names the place, `code` the rule."""

    def __init__(self, pointer: str, code: str, detail: str) -> None:
        super().__init__(detail)
        self.pointer = pointer
        self.code = code


class TaxedBy(StrEnum):
    """Who says how much tax a price contains."""

    CATALOG = "catalog"  # the rates that stand in it
    PROVIDER = "provider"  # the provider, by what is sold, to whom, and where
    MERCHANT_OF_RECORD = "merchant_of_record"  # the provider, who sells it on in its own name


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    name: str
    description: str
    art: str  # which picture the shop shows
    vat_percent: Decimal  # included in the price, unless the provider says how much is
    prices: Mapping[str, int]  # currency → minor units per piece, tax included
    active: bool
    tax_code: str = ""  # what it is to the provider, such as txcd_99999999 for goods in general


@dataclass(frozen=True, slots=True)
class CartLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class BuyLink:
    """A cart with a shareable address."""

    id: str
    title: str
    currency: str
    return_name: str
    lines: tuple[CartLine, ...]


@dataclass(frozen=True, slots=True)
class PricedLine:
    sku: str
    name: str
    description: str
    quantity: int
    unit: Money  # tax included
    vat_percent: Decimal
    tax_code: str = ""

    @property
    def total(self) -> Money:
        return self.unit.times(self.quantity)


@dataclass(frozen=True, slots=True)
class Catalog:
    version: str
    shop_name: str  # what the buyer sees on the provider's page
    default_currency: str
    products: Mapping[str, Product]  # by SKU
    links: Mapping[str, BuyLink]  # by id
    taxed_by: TaxedBy = TaxedBy.CATALOG
    adaptive_pricing: bool = False  # the provider may ask a buyer for its own currency instead

    def price(self, cart: Sequence[CartLine], currency: str) -> tuple[PricedLine, ...]:
        """Lines with the prices of today. All or nothing: one bad line refuses the cart."""
        if not 1 <= len(cart) <= LINES_MAX:
            raise CartRefused("/lines", "lines", f"a cart has 1 to {LINES_MAX} lines")
        if len({line.sku for line in cart}) < len(cart):
            raise CartRefused("/lines", "sku", "a SKU may stand in one line only")
        if not any(currency in product.prices for product in self.products.values()):
            raise CartRefused("/currency", "currency", "nothing is sold in this currency")
        lines = tuple(self._price(index, line, currency) for index, line in enumerate(cart))
        try:
            chargeable(total_of(lines))
        except Refused as refusal:
            raise CartRefused("/lines", "amount", str(refusal)) from refusal
        return lines

    def _price(self, index: int, line: CartLine, currency: str) -> PricedLine:
        product = self.products.get(line.sku)
        if product is None or not product.active or currency not in product.prices:
            # One text for all three, or the answer would tell a stranger which SKUs exist.
            raise CartRefused(f"/lines/{index}/sku", "sku", "this SKU is not for sale")
        if not 1 <= line.quantity <= QUANTITY_MAX:
            raise CartRefused(
                f"/lines/{index}/quantity", "quantity", f"a quantity is 1 to {QUANTITY_MAX}"
            )
        return PricedLine(
            sku=product.sku,
            name=product.name,
            description=product.description,
            quantity=line.quantity,
            unit=Money(product.prices[currency], currency),
            vat_percent=product.vat_percent,
            tax_code=product.tax_code,
        )


def total_of(lines: Sequence[PricedLine]) -> Money:
    total = zero(lines[0].unit.currency)
    for line in lines:
        total += line.total
    return total
