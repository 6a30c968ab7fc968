"""/v1/balance and /v1/balance_settings."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments.ledger import AVAILABLE_AFTER, Ledger
from emulators.stripe.payments.payouts import Payouts
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.params import Fields, not_simulated
from emulators.stripe.wire.values import Text

_SETTINGS = "/v1/balance_settings"
_SCHEDULE = Fields(
    {
        "interval": Text(choices=("daily", "manual", "monthly", "weekly")),
        **not_simulated("monthly_payout_days", "weekly_payout_days"),
    }
)
_PAYMENTS = Fields(
    {
        "payouts": Fields(
            {
                "schedule": _SCHEDULE,
                **not_simulated("minimum_balance_by_currency", "statement_descriptor"),
            }
        ),
        **not_simulated("debit_negative_balances", "settlement_timing"),
    }
)


class BalanceResource:
    def __init__(self, account: Account, ledger: Ledger, payouts: Payouts) -> None:
        self._account = account
        self._ledger = ledger
        self._payouts = payouts
        self.endpoints = (
            Endpoint("GET", "/v1/balance", self._retrieve),
            Endpoint("GET", _SETTINGS, self._settings),
            Endpoint("POST", _SETTINGS, self._change, Fields({"payments": _PAYMENTS})),
        )

    def _retrieve(self, call: Call) -> JsonObject:
        del call
        return self._ledger.balance()

    def _settings(self, call: Call) -> JsonObject:
        del call
        interval = "daily" if self._payouts.is_daily() else "manual"
        schedule: JsonObject = {"interval": interval}
        return {
            "object": "balance_settings",
            "payments": {
                "debit_negative_balances": True,
                "payouts": {
                    "automatic_transfer_rules_by_currency": {},
                    "minimum_balance_by_currency": {},
                    "schedule": schedule,
                    "statement_descriptor": None,
                    "status": "enabled",
                },
                "settlement_timing": {
                    "delay_days": AVAILABLE_AFTER.days,
                    "delay_days_override": None,
                    "start_of_day": None,
                },
            },
        }

    def _change(self, call: Call) -> JsonObject:
        payouts = call.params.get("payments", {}).get("payouts", {})
        interval = payouts.get("schedule", {}).get("interval")
        if interval in {"monthly", "weekly"}:
            at = "payments[payouts][schedule][interval]"
            raise errors.not_simulated(f"`{at}={interval}`", at)
        before = self._settings(call)
        if interval is not None:
            self._payouts.choose(interval)
        after = self._settings(call)
        if after != before:
            self._account.events.emit("balance_settings.updated", after, before)
        return after
