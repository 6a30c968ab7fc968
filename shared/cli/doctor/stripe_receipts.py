"""Stripe: whether it mails receipts of its own, so that a buyer gets two documents for one sale.

Its API does not show that setting. A charge has a `receipt_number` once a receipt went out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import stripe

from shared.cli.doctor.finding import Finding, risk, unseen

_LOOKED_AT = 20


def own_receipts(client: stripe.StripeClient) -> Iterator[Finding]:
    try:
        listed = client.v1.charges.list({"limit": _LOOKED_AT})
    except stripe.PermissionError:
        what = "Stripe: the restricted key may not list charges, so its own mails were not checked"
        fix = 'allow it "Charges: Read" in Stripe\'s dashboard'
        yield unseen("stripe-receipts-not-seen", what, fix)
    except stripe.StripeError as error:
        yield unseen(
            "no-answer", f"Stripe: {error.user_message or type(error).__name__}", "try again"
        )
    else:
        yield from mailed_by_stripe(listed.data)


def mailed_by_stripe(charges: Iterable[stripe.Charge]) -> Iterator[Finding]:
    """One of them is told as an example."""
    mailed = [charge.id for charge in charges if charge.receipt_number]
    if mailed:
        what = f"Stripe mailed a receipt of its own for {mailed[0]}: the buyer has two for one sale"
        fix = (
            "switch off Successful payments and Refunds in Stripe's dashboard, Settings,"
            " Customer emails"
        )
        yield risk("stripe-mails-receipts", what, fix)
