"""What the buyer says on the page decides: the taxes of the session, and what a customer keeps."""

from __future__ import annotations

from collections.abc import Sequence

from emulators.stripe.account import Account
from emulators.stripe.billing.tax import assessment, customer_ids
from emulators.stripe.checkout import creation, pricing
from emulators.stripe.store import JsonObject


def settle(
    account: Account,
    session: JsonObject,
    address: JsonObject,
    tax_ids: Sequence[JsonObject] = (),
) -> JsonObject:
    """Save the session as it is for a buyer at this address."""
    if not session["automatic_tax"]["enabled"]:
        return session
    payer = creation.known_payer(account, session)
    may_learn = any(may_change(account, session, what) for what in ("address", "shipping"))
    if payer is None or may_learn:
        exempt = _customer(account, session).get("tax_exempt", "none")
        known = customer_ids.of(account, session["customer"] or "")
        payer = assessment.payer(address, exempt, [*known, *tax_ids])
    return account.store.save(pricing.priced(account, session, payer))


def may_change(account: Account, session: JsonObject, what: str) -> bool:
    """Whether the shop lets the session change its customer's `address`, `name`, `shipping`."""
    allowed: JsonObject = account.store.get("checkout", session["id"])["customer_update"]
    return allowed.get(what) == "auto"


def teach_customer(
    account: Account, session: JsonObject, told: JsonObject, tax_ids: Sequence[JsonObject]
) -> None:
    """Let the session's customer have what the buyer gave. `told`: by the customer's fields."""
    customer = account.store.find("customer", session["customer"] or "")
    if customer is None:
        return
    changes = {name: told[name] for name in told if may_change(account, session, name)}
    if any(customer[name] != value for name, value in changes.items()):
        after = account.store.save({**customer, **changes})
        account.events.emit("customer.updated", after, customer)
    known = customer_ids.of(account, customer["id"])
    for one in tax_ids:
        if one not in known:
            customer_ids.create(account, customer["id"], one["type"], one["value"])


def _customer(account: Account, session: JsonObject) -> JsonObject:
    return account.store.find("customer", session["customer"] or "") or {}
