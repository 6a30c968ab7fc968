"""What we ask of the payment provider, as the use case freezes it into an order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shared.domain.catalog import Catalog, PricedLine
from shared.usecases.page_parameters import page_parameters
from tests.builders.catalog import a_catalog
from tests.builders.invoices import ORDER_ID, TRACEPARENT, a_line

_numbers = count(1)


def a_key() -> str:
    """One that no request has carried before."""
    return f"order:{next(_numbers)}:a1"


def parameters(
    *lines: PricedLine, email: str | None = None, catalog: Catalog | None = None, **changes: Any
) -> str:
    """JSON. `changes` replace parameters of the provider's."""
    asked = page_parameters(
        catalog=catalog or a_catalog(),
        order_id=ORDER_ID,
        lines=lines or (a_line(),),
        email=email,
        success_url="https://shop.example/orders/token",
        cancel_url="https://shop.example/?cancelled=1",
        expires_at=datetime.now(UTC) + timedelta(hours=23),
        traceparent=TRACEPARENT,
    )
    return json.dumps({**asked, **changes}, sort_keys=True, ensure_ascii=False)
