"""What a deployment does while nobody buys, counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from croniter import croniter

from shared.domain.delivery import OUTBOX_SHARDS
from tests.terraform.plan import Plan

DAY = datetime(2026, 11, 20, tzinfo=UTC)  # a working day

# A query that finds nothing is billed as one read. Three more for mails, every ten minutes.
READS = {
    "abandoned-checkouts": 1,
    "exchange-rates": 1,
    "number-invoices": 1,
    "relay-outbox": OUTBOX_SHARDS + 1,
}

FREE_READS_A_DAY = 50_000
FREE_REQUESTS_A_MONTH = 2_000_000
SCHEDULES_MAX = 4  # three are free, the fourth is ten cents a month
FREE_SECRET_VERSIONS = 6


def test_an_idle_shop_costs_ten_cents_a_month_at_most(plan: Plan) -> None:
    runs = {job["name"]: _runs(job["schedule"]) for job in plan.of("google_cloud_scheduler_job")}

    assert sum(count * READS[name] for name, count in runs.items()) < FREE_READS_A_DAY
    assert sum(runs.values()) * 31 < FREE_REQUESTS_A_MONTH
    assert len(runs) <= SCHEDULES_MAX
    assert len(plan.of("google_secret_manager_secret_version")) <= FREE_SECRET_VERSIONS


def _runs(schedule: str) -> int:
    """How often in a day."""
    moments = croniter(schedule, DAY - timedelta(seconds=1))
    count = 0
    while moments.get_next(datetime) < DAY + timedelta(days=1):
        count += 1
    return count
