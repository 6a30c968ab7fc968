"""What the accountant reads first."""

from __future__ import annotations

from shared.cli.export.cells import amount
from shared.usecases.export_year.read_year import YearRead

_FILES = """\
Files
  index.csv           one row per document
  taxes.csv           one row per document and rate of tax
  totals.csv          sums per month, series, currencies, country, category and rate
  reconciliation.csv  those sums beside what the ledger says; the difference is 0.00
  journal.csv         the ledger's entries, one row per posting; debits equal credits
  totals.json         the sums for programs, in minor units (cents)
  documents/          every PDF as it was issued, by series; XML where it went over Peppol
  SHA256SUMS          check with: sha256sum --check SHA256SUMS

How to read it
  The year is that of the date of issue, at the seller's place.
  Amounts are in the document's currency, with a point. One column is not: tax_in_tax_currency.
  A credit note is negative; a reversal takes a credit note back and is positive.
  category is that of EN 16931: S standard or reduced rate, Z zero rate, E exempt, AE reverse
  charge, K intra-Community supply, G export, O out of scope.
  Accounts: income:sales and liabilities:vat are credits; assets:stripe is what the payment
  provider received for the seller; clearing:orders comes to nothing for every document.
  An apostrophe before = + - @ in a name is not part of it: it keeps spreadsheets from computing.
  Where index.csv says e_invoice_in_pdf, the PDF carries its own XML (Factur-X, ZUGFeRD).
  Tables are UTF-8 with a byte order mark, separated by commas.

Tax in the currency of the state
  tax_currency is the currency of the seller's state, or the one its profile names instead;
  where there is neither, the document's currency.
  tax_in_tax_currency is the tax in it. Its sum is the same in index.csv, taxes.csv, totals.csv
  and reconciliation.csv, so a return can be summed from that one column, per tax_currency.
  Where it is the document's currency, the tax is the document's own and nothing is converted.
  Otherwise the rate is the euro reference rate that the European Central Bank published last
  before the money moved (it publishes at about 16:00 in Frankfurt on working days); between two
  other currencies it is the rate of each to the euro, with ten digits. It is frozen in the
  invoice, and printed there with its day. Credit notes and reversals go by the rate of their
  invoice.
  The tax of a document is converted as a whole and rounded half up to the minor unit. Where a
  document has several rates of tax, that amount is split over them in proportion to their tax,
  and what rounding leaves goes to the largest remainders: the parts add up to the whole.
  A document without tax has 0 in it. Documents that owe tax in another currency and have no rate
  are warned of at the top of this file; their tax_currency is the document's currency.
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
    sums += "".join(
        f"  {currency.upper()}  tax in the currency of the state {amount(minor, currency)}\n"
        for currency, minor in read.totals.by_tax_currency().items()
    )
    warnings = "".join(f"  {warning}\n" for warning in read.warnings)
    doubts = f"\nPlease note\n{warnings}" if warnings else ""
    return f"{head}{sums}{doubts}\n{_FILES}"
