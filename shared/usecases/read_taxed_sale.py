"""What the provider charged for a sale that it was asked to tax, read before anything is decided.

An event holds no lines, and a transaction does no I/O. So the session is read first; if the
provider does not answer, the message comes back.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.address import Address
from shared.domain.parties import Seller
from shared.domain.payment_means import MeansCode, PaymentMeans
from shared.domain.taxed_sale import TaxedSale
from shared.events.stripe import CheckoutSession
from shared.events.stripe_priced_session import MethodDetails, PricedSession
from shared.usecases.lines_from_session import Objection, is_goods, lines_from_session
from shared.usecases.ports.payments import PricedSessions, SessionUnreadable
from shared.usecases.typed_address import address_of

_MEANS = {
    "card": MeansCode.CARD,
    "customer_balance": MeansCode.TRANSFER,
    "sepa_debit": MeansCode.SEPA_DEBIT,
}


@dataclass(frozen=True, slots=True)
class ReadTaxedSale:
    sessions: PricedSessions
    seller: Seller

    def __call__(self, checkout: CheckoutSession) -> TaxedSale | Objection | None:
        """None where the provider was not asked, or where nothing is paid yet."""
        if not checkout.is_taxed or checkout.payment_status != "paid":
            return None
        try:
            session = self.sessions.read(checkout.id)
        except SessionUnreadable as failure:
            return Objection(str(failure))
        lines = lines_from_session(session, self.seller)
        if isinstance(lines, Objection):
            return lines
        return TaxedSale(
            lines=lines, vat_id=session.vat_id, sent_to=_sent_to(session), means=_means(session)
        )


def _sent_to(session: PricedSession) -> Address | None:
    """Goods go to the buyer where nobody asked for another address: so the tax was worked out."""
    if not any(map(is_goods, session.line_items.data)):
        return None
    return None if session.place is None else address_of(session.place)


def _means(session: PricedSession) -> PaymentMeans | None:
    """Nothing where the provider does not say, or names what has no code of its own."""
    method = session.method or MethodDetails(type="")
    code = _MEANS.get(method.type)
    if code is None:
        return None
    return PaymentMeans(code, (method.card.last4 or "") if method.card else "")
