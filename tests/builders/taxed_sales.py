"""Sales whose tax the provider works out, as the provider tells of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from shared.domain.catalog import TaxedBy
from shared.domain.ids import OrderId
from tests.builders.catalog import a_catalog, a_product
from tests.builders.invoices import TRACEPARENT
from tests.builders.priced_sessions import a_session, a_tax, an_item
from tests.builders.purchases import TOTAL_MINOR, a_shop
from tests.builders.stripe_events import a_session_event
from tests.chaos.faults import Faults
from tests.chaos.shop import Shop

SESSION = "cs_test_0001"
GOODS = "txcd_99999999"
PRODUCT = {"name": "A print", "metadata": {"sku": "PRINT"}, "tax_code": GOODS}
ON = {"enabled": True, "status": "complete"}
BERLIN = {
    "line1": "Kastanienallee 42",
    "city": "Berlin",
    "postal_code": "10435",
    "country": "DE",
}
AT_19 = a_tax(7_97, 41_93, 19, country="DE")
REVERSED = a_tax(0, TOTAL_MINOR, 0, reason="reverse_charge", country="DE")
NOT_COLLECTED = a_tax(0, TOTAL_MINOR, 0, reason="not_collecting", country="US")


def a_taxed_shop(faults: Faults | None = None) -> Shop:
    shop = a_shop(faults)
    catalog = a_catalog(a_product(tax_code=GOODS), taxed_by=TaxedBy.PROVIDER)
    shop.open_checkout = replace(shop.open_checkout, catalog=catalog)
    return shop


def charged(shop: Shop, *taxes: dict[str, Any], **changes: Any) -> None:
    """What the provider will say of the session."""
    item = an_item(TOTAL_MINOR, *taxes, product=PRODUCT)
    usual = {"id": SESSION, "customer_details": {"address": BERLIN}, "automatic_tax": ON}
    shop.sessions.known[SESSION] = a_session(item, **(usual | changes))


def tell(shop: Shop, order_id: OrderId, event_id: str = "evt_session", **changes: Any) -> None:
    """`checkout.session.completed`; `changes` are the session's."""
    event = json.loads(
        a_session_event(order_id=order_id, amount_minor=TOTAL_MINOR, event_id=event_id)
    )
    event["data"]["object"] |= {"automatic_tax": ON, **changes}
    shop.receive_stripe(json.dumps(event).encode(), TRACEPARENT)
