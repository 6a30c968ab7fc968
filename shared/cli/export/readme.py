"""What the accountant reads first."""

from __future__ import annotations

from shared.cli.export.cells import amount
from shared.usecases.export_year.read_year import YearRead

_FILES = """\
Files
  index.csv           one row per document
  taxes.csv           one row per document and rate of tax
  totals.csv          sums per month, series, currency, category and rate
  reconciliation.csv  those sums beside what the ledger says; the difference is 0.00
  journal.csv         the ledger's entries, one row per posting; debits equal credits
  totals.json         the sums for programs, in minor units (cents)
  documents/          every PDF as it was issued, by series; XML where it went over Peppol
  SHA256SUMS          check with: sha256sum --check SHA256SUMS

How to read it
  The year is that of the date of issue, at the seller's place.
  Amounts are in the document's currency, with a point. Nothing is converted.
  A credit note is negative; a reversal takes a credit note back and is positive.
  category is that of EN 16931: S standard or reduced rate, Z zero rate, E exempt, AE reverse
  charge, K intra-Community supply, G export, O out of scope.
  Accounts: income:sales and liabilities:vat are credits; assets:stripe is what the payment
  provider received for the seller; clearing:orders comes to nothing for every document.
  An apostrophe before = + - @ in a name is not part of it: it keeps spreadsheets from computing.
  Where index.csv says e_invoice_in_pdf, the PDF carries its own XML (Factur-X, ZUGFeRD).
  Tables are UTF-8 with a byte order mark, separated by commas.
"""


def readme(read: YearRead) -> str:
    seller = read.seller
    name = f"{seller.legal_name} {seller.vat_id or seller.tax_number}".strip() if seller else ""
    head = f"{name}\nDocuments issued in {read.year}: {read.documents}\n"
    sums = "".join(
        f"  {currency.upper()}  net {amount(part.net_minor, currency)}"
        f"  tax {amount(part.tax_minor, currency)}"
        f"  gross {amount(part.gross_minor, currency)}\n"
        for currency, part in read.totals.by_currency().items()
    )
    warnings = "".join(f"  {warning}\n" for warning in read.warnings)
    doubts = f"\nPlease note\n{warnings}" if warnings else ""
    return f"{head}{sums}{doubts}\n{_FILES}"
