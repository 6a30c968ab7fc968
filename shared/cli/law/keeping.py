"""The register's years, as the auditor asks for them."""

from __future__ import annotations

from shared.cli.law.register import retention
from shared.domain.retention import KeepingLaw, KeepingRule


def keeping_law() -> KeepingLaw:
    return {country: KeepingRule(found.years, found.act) for country, found in retention().items()}
