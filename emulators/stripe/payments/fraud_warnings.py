"""Early fraud warnings: what a card network suspects before its customer complains."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.store import JsonObject

_KIND = "radar.early_fraud_warning"


class FraudWarnings:
    def __init__(self, account: Account) -> None:
        self._account = account

    def issue(self, charge: JsonObject) -> JsonObject:
        warning = self._account.store.save(
            {
                "id": self._account.ids.new("issfr"),
                "object": _KIND,
                "actionable": True,
                "charge": charge["id"],
                "created": self._account.now(),
                "fraud_type": "made_with_stolen_card",
                "livemode": False,
                "payment_intent": charge["payment_intent"],
            }
        )
        self._account.events.emit("radar.early_fraud_warning.created", warning)
        return warning

    def settle(self, charge: JsonObject) -> None:
        """A warning asks for nothing once the charge is disputed, or all of it given back."""
        if not charge["refunded"] and not charge["disputed"]:
            return
        for warning in self._account.store.newest_first(_KIND):
            if warning["charge"] == charge["id"] and warning["actionable"]:
                after = self._account.store.save({**warning, "actionable": False})
                self._account.events.emit("radar.early_fraud_warning.updated", after, warning)
