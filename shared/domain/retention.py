"""Until when the law wants an issued document kept.

Years count from the end of the calendar year of issue. Where a state counts from the end of the
business year, it is one more for sellers whose business year is another. This helps you comply;
have your adviser check it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.domain.invoice import InvoiceSnapshot


@dataclass(frozen=True, slots=True)
class KeepingRule:
    years: int
    source: str


KeepingLaw = Mapping[str, KeepingRule]
"""By the seller's state, ISO 3166-1. Not listed: `EVERYWHERE`."""

EVERYWHERE = KeepingRule(10, "the longest of the states that we know")
ONE_STOP_SHOP = KeepingRule(10, "Art. 369k(2) of 2006/112/EC")


def rule_for(snapshot: InvoiceSnapshot, law: KeepingLaw) -> KeepingRule:
    """The seller's own state's, or the one-stop shop's where tax of another state stands on it."""
    seller = snapshot.seller.address.country
    rule = law.get(seller, EVERYWHERE)
    states = {line.treatment.country for line in snapshot.taxes if line.tax.minor}
    if states - {seller, ""} and rule.years < ONE_STOP_SHOP.years:
        return ONE_STOP_SHOP
    return rule


def kept_until(snapshot: InvoiceSnapshot, issued_in: int, law: KeepingLaw) -> datetime:
    """From this instant on it may be deleted; `issued_in` is the year of issue."""
    year = issued_in + rule_for(snapshot, law).years + 1
    return datetime(year, 1, 1, tzinfo=ZoneInfo(snapshot.seller.time_zone)).astimezone(UTC)
