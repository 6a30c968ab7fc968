"""The columns of each table. A credit note's amounts are negative.

They are in the document's currency, but for `tax_in_tax_currency`.
"""

from __future__ import annotations

INDEX = (
    "number",
    "kind",
    "series",
    "issue_date",
    "supply_date",
    "order_id",
    "buyer_name",
    "buyer_country",
    "buyer_vat_id",
    "currency",
    "net",
    "tax",
    "gross",
    "taxes",
    "tax_currency",
    "tax_in_tax_currency",
    "corrects",
    "e_invoice_in_pdf",
    "pdf_file",
    "pdf_sha256",
    "xml_file",
    "xml_sha256",
)
TAXES = (
    "number",
    "kind",
    "issue_date",
    "currency",
    "tax_country",
    "category",
    "percent",
    "exemption",
    "net",
    "tax",
    "gross",
    "tax_currency",
    "tax_in_tax_currency",
)
JOURNAL = (
    "entry_id",
    "booked_at",
    "number",
    "order_id",
    "account",
    "currency",
    "debit",
    "credit",
)
TOTALS = (
    "month",
    "series",
    "currency",
    "tax_country",
    "category",
    "percent",
    "documents",
    "net",
    "tax",
    "gross",
    "tax_currency",
    "tax_in_tax_currency",
)
RECONCILIATION = (
    "month",
    "series",
    "currency",
    "documents",
    "net",
    "ledger_sales",
    "tax",
    "ledger_vat",
    "gross",
    "ledger_received",
    "difference",
    "tax_currency",
    "tax_in_tax_currency",
)
