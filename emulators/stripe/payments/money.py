"""The money side of the account, put together."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.disputes import Disputes
from emulators.stripe.payments.fraud_warnings import FraudWarnings
from emulators.stripe.payments.ledger import Ledger
from emulators.stripe.payments.payments import Payments
from emulators.stripe.payments.payouts import Payouts
from emulators.stripe.payments.refunds import Refunds
from emulators.stripe.payments.setups import Setups


@dataclass(frozen=True, slots=True)
class Money:
    ledger: Ledger
    refunds: Refunds
    disputes: Disputes
    payouts: Payouts
    payments: Payments
    setups: Setups


def money(account: Account) -> Money:
    ledger = Ledger(account)
    refunds = Refunds(account, ledger)
    disputes = Disputes(account, ledger)
    aftermath = Aftermath(account, disputes, FraudWarnings(account))
    refunds.watch(aftermath.of_refund)
    return Money(
        ledger=ledger,
        refunds=refunds,
        disputes=disputes,
        payouts=Payouts(account, ledger),
        payments=Payments(account, Balance(account, ledger), refunds, aftermath),
        setups=Setups(account),
    )
