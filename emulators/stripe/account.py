"""What one Stripe account consists of; every resource of the twin works on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from emulators.clock.clock import Clock
from emulators.stripe.agenda import Agenda
from emulators.stripe.delivery.events import EventLog
from emulators.stripe.ids import Ids
from emulators.stripe.store import JsonObject, Store

API_VERSION = "2026-10-28.endive"
DISPLAY_NAME = "Test store"
COUNTRY = "SE"
"""Where the account's head office is."""


@dataclass(frozen=True, slots=True)
class Account:
    clock: Clock
    store: Store
    ids: Ids
    agenda: Agenda
    events: EventLog

    def now(self) -> int:
        """Whole seconds since the epoch, as in every `created`."""
        return int(self.clock.now().timestamp())

    def later(self, kind: str, subject: str, delay: timedelta) -> None:
        self.agenda.add(kind, subject, self.clock.now() + delay)

    def payment_method_configuration(self) -> JsonObject:
        """The account's one set of payment methods, as sessions and intents name it."""
        kept = self.store.find("account", "payment_method_configuration")
        if kept is None:
            fresh = {"id": self.ids.new("pmc"), "parent": None}
            kept = self.store.put("account", "payment_method_configuration", fresh)
        return kept
