"""EN 16931 as UN/CEFACT Cross Industry Invoice D22B: the XML inside Factur-X and ZUGFeRD.

Elements stand in the order that the schema asks for (Factur-X 1.09, profile EN 16931).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from shared.adapters.einvoice.cii_parties import put_address, put_date, put_party
from shared.adapters.einvoice.en16931 import Document, Line, TaxRow
from shared.adapters.einvoice.tree import amount, group, put, root, written
from shared.domain.tax import TaxCategory

PROFILE = "urn:cen.eu:en16931:2017"
_STANDARD = "urn:un:unece:uncefact:data:standard"
_NAMESPACES = {
    "rsm": f"{_STANDARD}:CrossIndustryInvoice:100",
    "ram": f"{_STANDARD}:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{_STANDARD}:UnqualifiedDataType:100",
    "qdt": f"{_STANDARD}:QualifiedDataType:100",
}
_DISCOUNT = "95"  # UNTDID 5189


def cii(document: Document) -> bytes:
    """The same bytes for the same document. Valid only if `checks` found nothing."""
    tree = root("rsm:CrossIndustryInvoice", _NAMESPACES)
    context = "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
    put(tree, f"rsm:ExchangedDocumentContext/{context}", PROFILE)
    head = group(tree, "rsm:ExchangedDocument")
    put(head, "ram:ID", document.number)
    put(head, "ram:TypeCode", document.type_code)
    put_date(head, "ram:IssueDateTime", document.issued_on)
    put(head, "ram:IncludedNote/ram:Content", document.note)
    trade = group(tree, "rsm:SupplyChainTradeTransaction")
    for line in document.lines:
        _line(trade, line)
    _agreement(trade, document)
    _delivery(trade, document)
    _settlement(trade, document)
    return written(tree)


def _line(trade: Element, line: Line) -> None:
    item = group(trade, "ram:IncludedSupplyChainTradeLineItem")
    put(item, "ram:AssociatedDocumentLineDocument/ram:LineID", line.id)
    product = group(item, "ram:SpecifiedTradeProduct")
    put(product, "ram:SellerAssignedID", line.sku)
    put(product, "ram:Name", line.name)
    put(product, "ram:Description", line.description)
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"
    put(item, price, line.price)
    quantity = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
    put(item, quantity, line.quantity, unitCode=line.unit)
    settlement = group(item, "ram:SpecifiedLineTradeSettlement")
    tax = group(settlement, "ram:ApplicableTradeTax")
    put(tax, "ram:TypeCode", "VAT")
    put(tax, "ram:CategoryCode", line.category)
    if line.category != TaxCategory.OUT_OF_SCOPE:
        put(tax, "ram:RateApplicablePercent", line.percent)
    if line.discount:
        discount = group(settlement, "ram:SpecifiedTradeAllowanceCharge")
        put(discount, "ram:ChargeIndicator/udt:Indicator", "false")
        put(discount, "ram:ActualAmount", amount(line.discount))
        put(discount, "ram:ReasonCode", _DISCOUNT)
        put(discount, "ram:Reason", "Discount")
    total = "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"
    put(settlement, total, amount(line.net))


def _agreement(trade: Element, document: Document) -> None:
    agreement = group(trade, "ram:ApplicableHeaderTradeAgreement")
    put(agreement, "ram:BuyerReference", document.buyer_reference)
    put_party(agreement, "ram:SellerTradeParty", document.seller)
    put_party(agreement, "ram:BuyerTradeParty", document.buyer)
    order = "ram:SellerOrderReferencedDocument/ram:IssuerAssignedID"
    put(agreement, order, document.sales_order)


def _delivery(trade: Element, document: Document) -> None:
    delivery = group(trade, "ram:ApplicableHeaderTradeDelivery")
    if document.delivery.to is not None:
        party = group(delivery, "ram:ShipToTradeParty")
        put(party, "ram:Name", document.delivery.to_name)
        put_address(party, document.delivery.to)
    put_date(
        delivery,
        "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime",
        document.delivery.on,
    )


def _settlement(trade: Element, document: Document) -> None:
    settlement = group(trade, "ram:ApplicableHeaderTradeSettlement")
    put(settlement, "ram:PaymentReference", document.means.reference)
    put(settlement, "ram:TaxCurrencyCode", document.tax_currency)
    put(settlement, "ram:InvoiceCurrencyCode", document.currency)
    _means(settlement, document)
    for row in document.taxes:
        _tax(settlement, row)
    if document.delivery.start is not None:
        period = group(settlement, "ram:BillingSpecifiedPeriod")
        put_date(period, "ram:StartDateTime", document.delivery.start)
        put_date(period, "ram:EndDateTime", document.delivery.end)
    _totals(settlement, document)
    if document.preceding_number:
        preceding = group(settlement, "ram:InvoiceReferencedDocument")
        put(preceding, "ram:IssuerAssignedID", document.preceding_number)
        issued = "ram:FormattedIssueDateTime"
        put_date(preceding, issued, document.preceding_date, kind="qdt")


def _means(settlement: Element, document: Document) -> None:
    means = group(settlement, "ram:SpecifiedTradeSettlementPaymentMeans")
    put(means, "ram:TypeCode", document.means.code)
    card = "ram:ApplicableTradeSettlementFinancialCard/ram:ID"
    put(means, card, document.means.card)
    put(means, "ram:PayeePartyCreditorFinancialAccount/ram:IBANID", document.means.iban)
    bank = "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"
    put(means, bank, document.means.bic)


def _tax(settlement: Element, row: TaxRow) -> None:
    tax = group(settlement, "ram:ApplicableTradeTax")
    put(tax, "ram:CalculatedAmount", amount(row.tax))
    put(tax, "ram:TypeCode", "VAT")
    put(tax, "ram:ExemptionReason", row.reason)
    put(tax, "ram:BasisAmount", amount(row.base))
    put(tax, "ram:CategoryCode", row.category)
    put(tax, "ram:ExemptionReasonCode", row.reason_code)
    if row.category != TaxCategory.OUT_OF_SCOPE:
        put(tax, "ram:RateApplicablePercent", row.percent)


def _totals(settlement: Element, document: Document) -> None:
    sums = group(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    totals = document.totals
    put(sums, "ram:LineTotalAmount", amount(totals.lines))
    put(sums, "ram:TaxBasisTotalAmount", amount(totals.net))
    put(sums, "ram:TaxTotalAmount", amount(totals.tax), currencyID=document.currency)
    if totals.tax_in_tax_currency is not None:
        national = amount(totals.tax_in_tax_currency)
        put(sums, "ram:TaxTotalAmount", national, currencyID=document.tax_currency)
    put(sums, "ram:GrandTotalAmount", amount(totals.gross))
    put(sums, "ram:TotalPrepaidAmount", amount(totals.paid))
    put(sums, "ram:DuePayableAmount", amount(totals.due))
