"""Bugs of asking for money back: twice, never, or without knowing what became of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from shared.domain.cause import Cause
from shared.domain.checkout_key import sha256_of
from shared.domain.refund_request import RefundRequest
from shared.usecases import apply_refund
from shared.usecases.ports.failures import Unavailable
from shared.usecases.request_refund import RequestRefund, Wish
from tests.chaos.stories import REFUND, REFUND_ASKED_AGAIN_NEXT_DAY

Patch = pytest.MonkeyPatch


def refund_under_a_new_key_at_each_try(patch: Patch) -> None:
    tries = itertools.count()
    key = property(lambda self: f"refund:{self.id}:{next(tries)}")
    patch.setattr(RefundRequest, "provider_key", key)


def request_stored_anew_at_each_try(patch: Patch) -> None:
    """Its id is random instead of derived from the caller's key."""
    tries, ask = itertools.count(), RequestRefund.__call__

    def forgetful(self: RequestRefund, wish: Wish, key: str, body: str, cause: Cause) -> Any:
        return ask(self, wish, f"{key}-{next(tries)}", body, cause)

    patch.setattr(RequestRefund, "__call__", forgetful)


def lost_reply_taken_for_a_refusal(patch: Patch) -> None:
    """Whoever asked is told no, for good, and nobody asks again."""
    ask = RequestRefund.__call__

    def gives_up(self: RequestRefund, wish: Wish, key: str, body: str, cause: Cause) -> Any:
        try:
            return ask(self, wish, key, body, cause)
        except Unavailable:
            request_id = f"rfr_{sha256_of(key)[:32]}"
            return self._record(request_id, lambda found: found.declined("no answer"))

    patch.setattr(RequestRefund, "__call__", gives_up)


def event_does_not_answer_the_request(patch: Patch) -> None:
    """The money is back, and whoever asked for it is told to look elsewhere."""
    patch.setattr(apply_refund, "_answer", lambda *_: None)


def asked_again_when_the_key_is_forgotten(patch: Patch) -> None:
    event_does_not_answer_the_request(patch)
    patch.setattr(RefundRequest, "may_be_asked", lambda *_: True)


BUGS_OF_ASKING_BACK = (
    (refund_under_a_new_key_at_each_try, REFUND),
    (request_stored_anew_at_each_try, REFUND),
    (lost_reply_taken_for_a_refusal, REFUND),
    (event_does_not_answer_the_request, REFUND_ASKED_AGAIN_NEXT_DAY),
    (asked_again_when_the_key_is_forgotten, REFUND_ASKED_AGAIN_NEXT_DAY),
)
