"""All that one visit brought to light."""

from __future__ import annotations

from dataclasses import dataclass

from shared.cli.doctor.finding import Finding


@dataclass(frozen=True, slots=True)
class Diagnosis:
    findings: tuple[Finding, ...]
    looked_at: dict[str, int]  # how many of what
    took_seconds: float
    is_blind: bool  # nothing at all could be looked at
