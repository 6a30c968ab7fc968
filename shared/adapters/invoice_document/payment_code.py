"""The QR code that a banking app pays from: EPC069-12, version 2 (2026-11)."""

from __future__ import annotations

import io

from shared.domain.money import Money
from shared.domain.parties import BankAccount

NAME_LENGTH_MAX = 70
REFERENCE_LENGTH_MAX = 140
CURRENCY = "eur"  # the code knows no other


def payload(account: BankAccount, *, holder: str, amount: Money, reference: str) -> str:
    return "\n".join(
        (
            "BCD",
            "002",
            "1",  # UTF-8
            "SCT",
            account.bic,
            holder[:NAME_LENGTH_MAX],
            account.iban,
            f"EUR{amount.decimal():f}",
            "",  # no purpose
            "",  # no structured reference
            reference[:REFERENCE_LENGTH_MAX],
        )
    )


def payment_code(account: BankAccount, *, holder: str, amount: Money, reference: str) -> str:
    """An SVG in modules of one unit, without the quiet zone: the page leaves that white."""
    import segno  # noqa: PLC0415  # 36 ms that only a document with something due has to pay

    text = payload(account, holder=holder, amount=amount, reference=reference)
    drawing = io.BytesIO()
    # Level M and no more than version 13 are what the guideline asks of the code.
    segno.make_qr(text, error="m", boost_error=False, encoding="utf-8").save(
        drawing, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True
    )
    return drawing.getvalue().decode()
