"""Bank transfers: the buyer is told where to send the money, and it comes in one go or several."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.payments import charges, virtual_accounts
from emulators.stripe.payments.aftermath import Aftermath
from emulators.stripe.payments.balance import Balance
from emulators.stripe.payments.cash import Cash
from emulators.stripe.payments.outcomes import Outcomes
from emulators.stripe.payments.virtual_accounts import TYPE_OF, WAYS
from emulators.stripe.store import JsonObject

INSTRUCTIONS = "display_bank_transfer_instructions"


class Transfers:
    def __init__(
        self,
        account: Account,
        cash: Cash,
        balance: Balance,
        outcomes: Outcomes,
        aftermath: Aftermath,
    ) -> None:
        self._account = account
        self._cash = cash
        self._balance = balance
        self._outcomes = outcomes
        self._aftermath = aftermath

    def start(self, intent: JsonObject, page_url: str | None) -> JsonObject:
        """Use what the customer has already sent, and ask for the rest."""
        intent = self._ask_for(intent, intent["amount"], page_url)
        customer, currency = intent["customer"], intent["currency"]
        if self._cash.is_automatic(customer):
            available = self._cash.available_minor(customer, currency)
            if available:
                return self.apply(intent, min(available, intent["amount"]))
        self._account.events.emit("payment_intent.requires_action", intent)
        return intent

    def fund(
        self, customer_id: str, amount: int, currency: str, reference: str | None
    ) -> JsonObject:
        """A transfer has come in; what becomes of it is told by events. The transaction."""
        transfer: JsonObject = {"type": TYPE_OF[currency], "reference": reference}
        transfer |= {TYPE_OF[currency]: _SENDERS[TYPE_OF[currency]]}
        about = {"type": "funded", "funded": {"bank_transfer": transfer}}
        transaction = self._cash.move(customer_id, currency, amount, about)
        if self._cash.is_automatic(customer_id):
            self._reconcile(customer_id, currency, reference, amount)
        if self._cash.available_minor(customer_id, currency):
            self._cash.tell_of_funds(customer_id)
        return transaction

    def apply(self, intent: JsonObject, amount: int) -> JsonObject:
        """Pay an intent, or a part of it, from the balance of its customer."""
        applied = {"type": "applied_to_payment"}
        named = {"applied_to_payment": {"payment_intent": intent["id"]}}
        self._cash.move(intent["customer"], intent["currency"], -amount, {**applied, **named})
        left = remaining_minor(intent) - amount
        if left:
            url = intent["next_action"][INSTRUCTIONS]["hosted_instructions_url"]
            intent = self._ask_for(intent, left, url)
            self._account.events.emit("payment_intent.partially_funded", intent)
            return intent
        return self._finish(intent)

    def let_go(self, intent: JsonObject) -> None:
        """What a canceled intent was paid so far goes back to the balance."""
        paid = intent["amount"] - remaining_minor(intent) if is_waiting(intent) else 0
        if paid:
            about = {"payment_intent": intent["id"]}
            unapplied = {"type": "unapplied_from_payment", "unapplied_from_payment": about}
            self._cash.move(intent["customer"], intent["currency"], paid, unapplied)

    def waiting(self, customer_id: str, currency: str) -> list[JsonObject]:
        """The customer's intents that wait for a transfer, oldest first."""
        rows = [row for _, row in self._account.store.items("payment_intent")]
        own = [row for row in rows if row["customer"] == customer_id and is_waiting(row)]
        return [row for row in own if row["currency"] == currency]

    def _reconcile(
        self, customer_id: str, currency: str, reference: str | None, amount: int
    ) -> None:
        """The intent of that reference first, then one of that amount, then the oldest."""
        waiting = self.waiting(customer_id, currency)
        waiting.sort(
            key=lambda intent: (
                virtual_accounts.reference(intent["id"]) != reference,
                remaining_minor(intent) != amount,
            )
        )
        for intent in waiting:
            available = self._cash.available_minor(customer_id, currency)
            if available:
                self.apply(intent, min(available, remaining_minor(intent)))

    def _ask_for(self, intent: JsonObject, amount: int, page_url: str | None) -> JsonObject:
        options = intent["payment_method_options"]["customer_balance"]["bank_transfer"]
        way = WAYS[options["type"]]
        country = (options.get("eu_bank_transfer") or {}).get("country")
        instructions = {
            "amount_remaining": amount,
            "currency": intent["currency"],
            "financial_addresses": [way.address(intent["customer"], country)],
            "hosted_instructions_url": page_url,
            "reference": virtual_accounts.reference(intent["id"]),
            "type": options["type"],
        }
        action = {INSTRUCTIONS: instructions, "type": INSTRUCTIONS}
        return self._outcomes.save(intent, status="requires_action", next_action=action)

    def _finish(self, intent: JsonObject) -> JsonObject:
        method = self._account.store.get("payment_method", intent["payment_method"])
        intent = self._outcomes.save(intent, next_action=None)
        charge = charges.create(self._account, intent, method, "succeeded")
        charge = self._balance.book(charge)
        self._account.events.emit("charge.succeeded", charge)
        intent = self._outcomes.succeed(intent, charge)
        self._aftermath.of_payment(charge)
        return intent


def is_waiting(intent: JsonObject) -> bool:
    """Whether the intent waits for a bank transfer."""
    action = intent["next_action"] or {}
    return intent["status"] == "requires_action" and action.get("type") == INSTRUCTIONS


def remaining_minor(intent: JsonObject) -> int:
    """How much an intent that waits still wants."""
    return int(intent["next_action"][INSTRUCTIONS]["amount_remaining"])


_SENDERS: dict[str, JsonObject] = {
    "eu_bank_transfer": {"bic": "TESTDE2XXXX", "iban_last4": "3000", "sender_name": "Test Buyer"},
    "gb_bank_transfer": {
        "account_number_last4": "5678",
        "sender_name": "Test Buyer",
        "sort_code": "108800",
    },
    "jp_bank_transfer": {
        "sender_bank": "Test Bank",
        "sender_branch": "Test Branch",
        "sender_name": "Test Buyer",
    },
    "mx_bank_transfer": {},
    "us_bank_transfer": {"network": "ach", "sender_name": "Test Buyer"},
}
