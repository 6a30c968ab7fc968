"""Every edge of the receipt's state machine, by table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.receipt import (
    ATTEMPTS_MAX,
    GRACE,
    BeingSent,
    Grace,
    OutcomeUnknown,
    Receipt,
    ReceiptStatus,
)
from tests.builders.receipts import FENCE, LAPSED, a_receipt_that_is
from tests.fakes.world import NOON

QUEUED, SENDING, UNKNOWN, SENT, FAILED, SUPERSEDED = ReceiptStatus
Edge = Callable[[Receipt], Receipt]
IN_TIME, SILENT = LAPSED - timedelta(microseconds=1), LAPSED + GRACE.silence

EDGES: dict[str, tuple[Edge, dict[ReceiptStatus, ReceiptStatus]]] = {
    # what happens: (the edge, where it leads; a state that is not named stays as it is)
    "the lease runs out": (lambda it: it.lapsed(at=LAPSED), {SENDING: UNKNOWN}),
    "the lease still runs": (lambda it: it.lapsed(at=IN_TIME), {}),
    "the provider took it": (
        lambda it: it.confirmed("ses-9", at=NOON, by="reply"),
        dict.fromkeys((QUEUED, SENDING, UNKNOWN, FAILED, SUPERSEDED), SENT),
    ),
    "it certainly did not": (lambda it: it.not_accepted(FENCE), {SENDING: QUEUED}),
    "nobody can tell": (lambda it: it.doubtful(FENCE), {SENDING: UNKNOWN}),
    "it never will": (lambda it: it.failed(FENCE, "bad address"), {SENDING: FAILED}),
    "it is true no more": (
        lambda it: it.superseded("the order is paid"),
        {QUEUED: SUPERSEDED, UNKNOWN: SUPERSEDED},
    ),
    "it bounced": (Receipt.has_bounced, {}),
}


@pytest.mark.parametrize("name", EDGES)
@pytest.mark.parametrize("status", ReceiptStatus)
def test_every_edge_leads_where_the_table_says(name: str, status: ReceiptStatus) -> None:
    edge, leads = EDGES[name]

    after = edge(a_receipt_that_is(status))

    assert after.status is leads.get(status, status)


@pytest.mark.parametrize(
    ("status", "at", "then"),
    [
        (QUEUED, NOON, SENDING),
        (SENDING, NOON, BeingSent),
        (SENDING, SILENT, BeingSent),
        (UNKNOWN, NOON, OutcomeUnknown),
        (UNKNOWN, SILENT - timedelta(microseconds=1), OutcomeUnknown),
        (UNKNOWN, SILENT, SENDING),
        (SENT, SILENT, BeingSent),
        (FAILED, SILENT, BeingSent),
        (SUPERSEDED, SILENT, BeingSent),
    ],
)
def test_the_right_to_send_is_given_only_when_nothing_can_be_out(
    status: ReceiptStatus, at: object, then: object
) -> None:
    outcome: object
    try:
        outcome = a_receipt_that_is(status).claim("holder-2", at=at).status  # type: ignore[arg-type]  # from the table
    except (BeingSent, OutcomeUnknown) as reason:
        outcome = type(reason)

    assert outcome == then


def test_a_claim_raises_the_fence_counts_the_attempt_and_starts_the_lease() -> None:
    first = a_receipt_that_is(SENDING)

    second = first.doubtful(FENCE).claim("holder-2", at=SILENT)

    assert (first.fence, first.attempts, first.holder) == (1, 1, "holder-1")
    assert first.lease_until == LAPSED
    assert (second.fence, second.attempts, second.holder) == (2, 2, "holder-2")
    assert second.lease_until == SILENT + GRACE.lease


def test_an_unknown_outcome_is_sent_once_more_and_never_again() -> None:
    receipt = a_receipt_that_is(UNKNOWN)
    receipt = receipt.claim("holder-2", at=SILENT).doubtful(2)

    assert receipt.attempts == ATTEMPTS_MAX
    with pytest.raises(OutcomeUnknown):
        receipt.claim("holder-3", at=SILENT + timedelta(days=365))


def test_a_mail_in_doubt_has_a_minute_to_go_out_and_a_quarter_of_an_hour_to_be_heard_of() -> None:
    assert (GRACE.lease, GRACE.silence) == (timedelta(seconds=60), timedelta(minutes=15))


def test_whoever_is_in_a_hurry_may_wait_less() -> None:
    short = Grace(lease=timedelta(seconds=5), silence=timedelta(seconds=60))
    receipt = a_receipt_that_is(QUEUED).claim("holder-1", at=NOON, grace=short).doubtful(FENCE)
    then = NOON + short.lease + short.silence

    assert receipt.claim("holder-2", at=then, grace=short).status is SENDING
    with pytest.raises(OutcomeUnknown):
        receipt.claim("holder-2", at=then, grace=GRACE)


def test_what_was_not_accepted_does_not_count_as_an_attempt() -> None:
    queued = a_receipt_that_is(SENDING).not_accepted(FENCE)

    assert queued.attempts == 0
    assert queued.lease_until is None
    assert queued.claim("holder-2", at=NOON).fence == 2


STALE: dict[str, Callable[[Receipt, int], Receipt]] = {
    "not accepted": Receipt.not_accepted,
    "doubtful": Receipt.doubtful,
    "failed": lambda receipt, fence: receipt.failed(fence, "bad address"),
}


@pytest.mark.parametrize("name", STALE)
@pytest.mark.parametrize("status", ReceiptStatus)
@given(fence=st.integers(-3, 9).filter(lambda fence: fence != FENCE))
def test_a_stale_fence_never_changes_anything(name: str, status: ReceiptStatus, fence: int) -> None:
    receipt = a_receipt_that_is(status)

    assert STALE[name](receipt, fence) is receipt


@pytest.mark.parametrize("status", [UNKNOWN, FAILED, QUEUED])
def test_a_late_confirmation_is_merged_and_not_lost(status: ReceiptStatus) -> None:
    late = NOON + timedelta(days=2)

    sent = a_receipt_that_is(status).confirmed("ses-7", at=late, by="ses:1")

    assert (sent.status, sent.message_id) == (SENT, "ses-7")
    assert (sent.sent_at, sent.settled_by) == (late, "ses:1")
    assert sent.lease_until is None


def test_the_first_confirmation_stays() -> None:
    sent = a_receipt_that_is(SENT)

    assert sent.confirmed("ses-8", at=NOON + timedelta(days=1), by="ses:2") is sent


@given(names=st.lists(st.sampled_from(sorted(EDGES))))
def test_a_sent_receipt_stays_sent_whatever_comes_after(names: list[str]) -> None:
    receipt = a_receipt_that_is(SENT)
    for name in names:
        receipt = EDGES[name][0](receipt)

    assert receipt.status is SENT
    assert receipt.message_id == "ses-1"


@pytest.mark.parametrize("status", ReceiptStatus)
def test_what_is_out_or_never_will_be_is_settled(status: ReceiptStatus) -> None:
    assert a_receipt_that_is(status).is_settled == (status in {SENT, FAILED, SUPERSEDED})
