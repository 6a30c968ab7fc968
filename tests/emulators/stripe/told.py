"""All stories by name. Each is recorded: see `record`."""

from __future__ import annotations

from tests.emulators.stripe import billing_stories, stories, trouble_stories
from tests.emulators.stripe.stories import Story

TOLD: dict[str, Story] = {
    story.__name__: story
    for story in (
        stories.buy,
        stories.debit,
        stories.decline_then_pay,
        billing_stories.discounted_and_taxed,
        stories.dispute,
        trouble_stories.dispute_lost,
        stories.invoice,
        billing_stories.invoice_voided,
        stories.let_it_expire,
        stories.refund,
        trouble_stories.refund_fails_later,
        stories.subscribe,
        billing_stories.subscription_ends_unpaid,
        trouble_stories.transfer_in_parts,
    )
}
