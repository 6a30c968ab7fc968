"""The stories whose every port call is spoiled. To add one, see README.md in this folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.chaos.steps import AsksForRefund, Buys, RefundsByHand
from tests.chaos.story import Story
from tests.chaos.told import Told

THREE_DAYS, THREE_WEEKS = timedelta(days=3), timedelta(weeks=3)

SALE = Story(name="sale", steps=(Buys(),), endings=(("INV",),))

REFUND = Story(
    name="refund",
    steps=(Buys(), AsksForRefund(amount_minor=20_00)),
    endings=(("CN", "INV"),),
)
REFUND_BY_HAND = Story(
    name="refund_by_hand",
    steps=(Buys(), RefundsByHand(amount_minor=49_90)),
    # The second event tells nothing new; Stripe sends one when the bank names its reference.
    refund_told=(
        Told("refund.created", "succeeded"),
        Told("refund.updated", "succeeded", timedelta(hours=5)),
    ),
    endings=(("CN", "INV"),),
)
REFUND_PENDING = Story(
    name="refund_pending",
    steps=(Buys(), RefundsByHand(amount_minor=20_00)),
    refund_told=(
        Told("refund.created", "pending"),
        Told("refund.updated", "succeeded", THREE_DAYS),
    ),
    endings=(("CN", "INV"),),
)
REFUND_CANCELED = Story(
    name="refund_canceled",
    steps=(Buys(), RefundsByHand(amount_minor=20_00)),
    refund_told=(
        Told("refund.created", "pending"),
        Told("refund.updated", "canceled", THREE_DAYS),
    ),
    endings=(("INV",),),
)
REFUND_FAILED_LATER = Story(
    name="refund_failed_later",
    steps=(Buys(), RefundsByHand(amount_minor=20_00)),
    refund_told=(
        Told("refund.created", "succeeded"),
        Told("refund.failed", "failed", THREE_WEEKS),
    ),
    endings=(("CN", "INV", "RV"),),
)
REFUNDS_IN_PARTS = Story(
    name="refunds_in_parts",
    # A fifth of each part is tax, and each part's is rounded down: a cent would be missing.
    steps=(
        Buys(),
        AsksForRefund(amount_minor=10_02),
        RefundsByHand(amount_minor=10_02, after=timedelta(days=2)),
        AsksForRefund(after=timedelta(days=3)),
    ),
    endings=(("CN", "CN", "CN", "INV"),),
)
REFUND_ASKED_TWICE = Story(
    name="refund_asked_twice",
    # Two people, two keys, and each wants all of it back. The provider gives it back once.
    steps=(Buys(), AsksForRefund(), AsksForRefund()),
    endings=(("CN", "INV"),),
)
REFUND_ASKED_AGAIN_NEXT_DAY = Story(
    name="refund_asked_again_next_day",
    # By then the provider has forgotten the key. Never asked for, it may stay not refunded.
    steps=(Buys(), AsksForRefund(amount_minor=20_00, comes_back_after=timedelta(hours=30))),
    endings=(("CN", "INV"), ("INV",)),
)
REFUND_TOLD_FIRST = Story(
    name="refund_told_first",
    # The refund's events overtake each other and the sale's own, and come twice.
    steps=(Buys(), RefundsByHand(amount_minor=20_00, after=timedelta(seconds=10))),
    refund_told=(
        Told("refund.created", "pending"),
        Told("refund.updated", "succeeded"),
        Told("charge.refunded", "succeeded"),
    ),
    late={
        "refund.created": (timedelta(seconds=20), timedelta(seconds=90)),
        "refund.updated": (timedelta(seconds=5), timedelta(seconds=10)),
        "payment_intent.succeeded": (timedelta(seconds=25), timedelta(minutes=2)),
        "checkout.session.completed": (timedelta(seconds=40), timedelta(minutes=2)),
    },
    endings=(("CN", "INV"),),
)

REFUND_STORIES = (
    REFUND,
    REFUND_BY_HAND,
    REFUND_PENDING,
    REFUND_CANCELED,
    REFUND_FAILED_LATER,
    REFUNDS_IN_PARTS,
    REFUND_ASKED_TWICE,
    REFUND_ASKED_AGAIN_NEXT_DAY,
    REFUND_TOLD_FIRST,
)
STORIES = (SALE, *REFUND_STORIES)


def sales(count: int) -> Story:
    """Several sales side by side."""
    return replace(SALE, name="sales", steps=(Buys(),) * count, endings=(("INV",) * count,))
