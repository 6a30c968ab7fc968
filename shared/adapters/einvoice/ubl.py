"""EN 16931 as UBL 2.1: what goes over Peppol (BIS Billing 3.0) between two participants.

Elements stand in the order that the schema asks for.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from shared.adapters.einvoice.en16931 import Document, Line, TaxRow
from shared.adapters.einvoice.tree import amount, group, put, root, written
from shared.adapters.einvoice.ubl_parties import put_address, put_party
from shared.domain.tax import TaxCategory

EN16931 = "urn:cen.eu:en16931:2017"
PEPPOL = f"{EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd"
_DISCOUNT = "95"  # UNTDID 5189
# BT-13 is the buyer's, and a shop is told none. The schema wants it wherever BT-14 stands, and
# Peppol (R003) wherever BT-10 is missing.
_NO_PURCHASE_ORDER = "NA"


def ubl(document: Document) -> bytes:
    """The same bytes for the same document. Valid only if `checks` found nothing."""
    kind = "CreditNote" if document.is_credit_note else "Invoice"
    tree = root(
        kind,
        {
            "": f"{_SCHEMA}:{kind}-2",
            "cac": f"{_SCHEMA}:CommonAggregateComponents-2",
            "cbc": f"{_SCHEMA}:CommonBasicComponents-2",
        },
    )
    _head(tree, document, kind)
    put_party(tree, "cac:AccountingSupplierParty/cac:Party", document.seller)
    put_party(tree, "cac:AccountingCustomerParty/cac:Party", document.buyer)
    _delivery(tree, document)
    _means(tree, document)
    _taxes(tree, document)
    _totals(tree, document)
    for line in document.lines:
        _line(tree, line, kind, document.currency)
    return written(tree)


def _head(tree: Element, document: Document, kind: str) -> None:
    is_peppol = document.is_between_participants
    put(tree, "cbc:CustomizationID", PEPPOL if is_peppol else EN16931)
    put(tree, "cbc:ProfileID", PEPPOL_PROCESS if is_peppol else "")
    put(tree, "cbc:ID", document.number)
    put(tree, "cbc:IssueDate", document.issued_on)
    put(tree, f"cbc:{kind}TypeCode", document.type_code)
    put(tree, "cbc:Note", document.note)
    put(tree, "cbc:DocumentCurrencyCode", document.currency)
    put(tree, "cbc:TaxCurrencyCode", document.tax_currency)
    put(tree, "cbc:BuyerReference", document.buyer_reference)
    if document.delivery.start is not None:
        period = group(tree, "cac:InvoicePeriod")
        put(period, "cbc:StartDate", document.delivery.start)
        put(period, "cbc:EndDate", document.delivery.end)
    if document.sales_order:
        order = group(tree, "cac:OrderReference")
        put(order, "cbc:ID", _NO_PURCHASE_ORDER)
        put(order, "cbc:SalesOrderID", document.sales_order)
    if document.preceding_number:
        preceding = group(tree, "cac:BillingReference/cac:InvoiceDocumentReference")
        put(preceding, "cbc:ID", document.preceding_number)
        put(preceding, "cbc:IssueDate", document.preceding_date)


def _delivery(tree: Element, document: Document) -> None:
    delivery = document.delivery
    if delivery.on is None and delivery.to is None:
        return
    element = group(tree, "cac:Delivery")
    put(element, "cbc:ActualDeliveryDate", delivery.on)
    if delivery.to is not None:
        put_address(element, "cac:DeliveryLocation/cac:Address", delivery.to)
        put(element, "cac:DeliveryParty/cac:PartyName/cbc:Name", delivery.to_name)


def _means(tree: Element, document: Document) -> None:
    means = document.means
    element = group(tree, "cac:PaymentMeans")
    put(element, "cbc:PaymentMeansCode", means.code)
    put(element, "cbc:PaymentID", means.reference)
    if means.card:
        card = group(element, "cac:CardAccount")
        put(card, "cbc:PrimaryAccountNumberID", means.card)
        put(card, "cbc:NetworkID", "NA")  # the schema asks for it, EN 16931 does not know it
    if means.iban:
        account = group(element, "cac:PayeeFinancialAccount")
        put(account, "cbc:ID", means.iban)
        put(account, "cac:FinancialInstitutionBranch/cbc:ID", means.bic)


def _taxes(tree: Element, document: Document) -> None:
    currency = document.currency
    total = group(tree, "cac:TaxTotal")
    put(total, "cbc:TaxAmount", amount(document.totals.tax), currencyID=currency)
    for row in document.taxes:
        part = group(total, "cac:TaxSubtotal")
        put(part, "cbc:TaxableAmount", amount(row.base), currencyID=currency)
        put(part, "cbc:TaxAmount", amount(row.tax), currencyID=currency)
        _category(part, "cac:TaxCategory", row)
    national = document.totals.tax_in_tax_currency
    if national is not None:
        path = "cac:TaxTotal/cbc:TaxAmount"
        put(tree, path, amount(national), currencyID=document.tax_currency)


def _category(parent: Element, path: str, taxed: TaxRow | Line) -> None:
    category = group(parent, path)
    put(category, "cbc:ID", taxed.category)
    if taxed.category != TaxCategory.OUT_OF_SCOPE:
        put(category, "cbc:Percent", taxed.percent)
    if isinstance(taxed, TaxRow):
        put(category, "cbc:TaxExemptionReasonCode", taxed.reason_code)
        put(category, "cbc:TaxExemptionReason", taxed.reason)
    put(category, "cac:TaxScheme/cbc:ID", "VAT")


def _totals(tree: Element, document: Document) -> None:
    totals = document.totals
    element = group(tree, "cac:LegalMonetaryTotal")
    for name, value in (
        ("LineExtensionAmount", totals.lines),
        ("TaxExclusiveAmount", totals.net),
        ("TaxInclusiveAmount", totals.gross),
        ("PrepaidAmount", totals.paid),
        ("PayableAmount", totals.due),
    ):
        put(element, f"cbc:{name}", amount(value), currencyID=document.currency)


def _line(tree: Element, line: Line, kind: str, currency: str) -> None:
    element = group(tree, f"cac:{kind}Line")
    quantity = "CreditedQuantity" if kind == "CreditNote" else "InvoicedQuantity"
    put(element, "cbc:ID", line.id)
    put(element, f"cbc:{quantity}", line.quantity, unitCode=line.unit)
    put(element, "cbc:LineExtensionAmount", amount(line.net), currencyID=currency)
    if line.discount:
        discount = group(element, "cac:AllowanceCharge")
        put(discount, "cbc:ChargeIndicator", "false")
        put(discount, "cbc:AllowanceChargeReasonCode", _DISCOUNT)
        put(discount, "cbc:AllowanceChargeReason", "Discount")
        put(discount, "cbc:Amount", amount(line.discount), currencyID=currency)
    item = group(element, "cac:Item")
    put(item, "cbc:Description", line.description)
    put(item, "cbc:Name", line.name)
    put(item, "cac:SellersItemIdentification/cbc:ID", line.sku)
    _category(item, "cac:ClassifiedTaxCategory", line)
    put(element, "cac:Price/cbc:PriceAmount", line.price, currencyID=currency)
