"""The money side of the account, put together."""

from __future__ import annotations

from dataclasses import dataclass

from emulators.stripe.account import Account
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.disputes import Disputes
from emulators.stripe.payments.fraud_warnings import FraudWarnings
from emulators.stripe.payments.ledger import Ledger
from emulators.stripe.payments.payments import Payments
from emulators.stripe.payments.payouts import Payouts
from emulators.stripe.payments.refunds import Refunds
from emulators.stripe.payments.returns import Returns
from emulators.stripe.payments.setups import Setups


@dataclass(frozen=True, slots=True)
class Money:
    ledger: Ledger
    cash: Cash
    refunds: Refunds
    returns: Returns
    disputes: Disputes
    payouts: Payouts
    payments: Payments
    setups: Setups


def money(account: Account) -> Money:
    ledger = Ledger(account)
    cash = Cash(account)
    refunds = Refunds(account, ledger, cash)
    disputes = Disputes(account, ledger)
    aftermath = Aftermath(account, disputes, FraudWarnings(account))
    refunds.watch(aftermath.of_refund)
    return Money(
        ledger=ledger,
        cash=cash,
        refunds=refunds,
        returns=Returns(account, cash),
        disputes=disputes,
        payouts=Payouts(account, ledger),
        payments=Payments(account, cash, Balance(account, ledger), refunds, aftermath),
        setups=Setups(account),
    )
