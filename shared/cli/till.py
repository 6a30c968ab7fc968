"""Paying on the Stripe twin's hosted page without a browser."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from shared.cli.http_call import Call, CallFailed
from shared.cli.patience import Patience


class NotPaid(Exception):
    """The twin looked at the card and took no money. The text is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """What the buyer types on the hosted page."""

    card: str
    email: str
    name: str = "Astrid Lind"
    country: str = "SE"
    line1: str = "Storgatan 1"
    postal_code: str = "981 31"
    city: str = "Kiruna"


@dataclass(frozen=True, slots=True)
class Till:
    twin_url: str
    patience: Patience

    def pay(self, page_url: str, payer: Payer) -> None:
        """Done once; repeating it after a lost answer finds the session complete."""
        session_id = urlsplit(page_url).path.rpartition("/")[2]
        url = f"{self.twin_url}/_twin/checkout/sessions/{quote(session_id)}/pay"
        answer = self.patience.ask(Call("POST", url, asdict(payer)))
        if answer.status == HTTPStatus.NOT_FOUND:
            raise CallFailed(f"the twin knows no session {session_id}")
        _settle(answer.status, answer.json())


def _settle(status: int, result: dict[str, Any]) -> None:
    outcome = result.get("outcome")
    if status == HTTPStatus.OK and outcome == "complete":
        return
    if outcome == "declined":
        raise NotPaid(f"declined: {result['message']}")
    if outcome == "challenge":
        raise NotPaid(f"the bank wants the buyer to confirm, at {result['url']}")
    if outcome == "expired":
        raise NotPaid("the payment page has expired")
    fields = result.get("fields")
    if isinstance(fields, dict):
        raise NotPaid("; ".join(f"{name}: {why}" for name, why in fields.items()))
    raise CallFailed(f"the twin answered {status}, outcome {outcome}")
