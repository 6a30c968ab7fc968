"""How long the law wants an issued document kept, as data.

Years count from the end of the calendar year of issue. Where a state counts from the end of the
business year, it is one more for sellers whose business year is another. This helps you comply;
have your adviser check it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shared.domain.invoice import InvoiceSnapshot


@dataclass(frozen=True, slots=True)
class KeepingRule:
    years: int
    source: str
    looked_up: str = "2026-11"


EVERYWHERE = KeepingRule(10, "the longest of the states below, where none is listed")
ONE_STOP_SHOP = KeepingRule(10, "Art. 369k(2) of 2006/112/EC")

RULES = {
    "AT": KeepingRule(7, "§ 132 BAO"),
    "BE": KeepingRule(10, "Art. 60 § 4 of the VAT Code"),
    "CH": KeepingRule(10, "Art. 958f OR"),
    "CZ": KeepingRule(10, "§ 35 of Act 235/2004"),
    "DE": KeepingRule(8, "§ 14b UStG, as of 2025"),
    "DK": KeepingRule(5, "§ 12 bogføringsloven"),
    "ES": KeepingRule(6, "Art. 30 Código de Comercio"),
    "FI": KeepingRule(6, "2:10 § kirjanpitolaki"),
    "FR": KeepingRule(10, "Art. L123-22 Code de commerce"),
    "GB": KeepingRule(6, "VAT Notice 700/21, 2.4"),
    "HU": KeepingRule(8, "§ 169 of Act C of 2000"),
    "IE": KeepingRule(6, "s. 84 VATCA 2010"),
    "IT": KeepingRule(10, "Art. 2220 Codice civile"),
    "NL": KeepingRule(7, "Art. 52 AWR"),
    "NO": KeepingRule(5, "§ 13 bokføringsloven"),
    "PT": KeepingRule(10, "Art. 52 CIVA"),
    "SE": KeepingRule(7, "7 kap. 2 § bokföringslagen"),
}
"""By the seller's state, ISO 3166-1. Not listed: `EVERYWHERE`."""


def rule_for(snapshot: InvoiceSnapshot) -> KeepingRule:
    """The seller's own state's, or the one-stop shop's where tax of another state stands on it."""
    seller = snapshot.seller.address.country
    rule = RULES.get(seller, EVERYWHERE)
    states = {line.treatment.country for line in snapshot.taxes if line.tax.minor}
    if states - {seller, ""} and rule.years < ONE_STOP_SHOP.years:
        return ONE_STOP_SHOP
    return rule


def kept_until(snapshot: InvoiceSnapshot, issued_in: int) -> datetime:
    """From this instant on it may be deleted; `issued_in` is the year of issue."""
    year = issued_in + rule_for(snapshot).years + 1
    return datetime(year, 1, 1, tzinfo=ZoneInfo(snapshot.seller.time_zone)).astimezone(UTC)
