"""When a subscription's first period begins and ends, and what its cycle is counted from."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import UTC, datetime

from emulators.stripe.billing import calendar
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors


@dataclass(frozen=True, slots=True)
class Terms:
    start: int
    end: int
    anchor: int
    interval: str
    count: int
    is_trial: bool = False
    charges_first: bool = True
    """Whether the days up to the first anchor are charged."""


def first_terms(params: JsonObject, cadence: tuple[str, int], now: int) -> Terms:
    interval, count = cadence
    trial_end = _trial_end(params, now)
    anchor = _anchor(params, now)
    if trial_end is not None:
        return Terms(now, trial_end, anchor or trial_end, interval, count, is_trial=True)
    if anchor is None:
        return Terms(now, calendar.step(now, interval, count), now, interval, count)
    end = calendar.period_end(anchor, interval, count, now)
    if anchor > calendar.step(now, interval, count):
        message = "The `billing_cycle_anchor` cannot be later than the next natural billing date."
        raise errors.invalid(message, "billing_cycle_anchor")
    charged = params.get("proration_behavior", "create_prorations") != "none"
    return Terms(now, end, anchor, interval, count, charges_first=charged)


def _trial_end(params: JsonObject, now: int) -> int | None:
    if params.get("trial_period_days"):
        return now + int(params["trial_period_days"]) * calendar.DAY
    asked = params.get("trial_end")
    if asked is None or asked == "now":
        return None
    if asked <= now:
        message = "The `trial_end` timestamp must be in the future."
        raise errors.invalid(message, "trial_end")
    return int(asked)


def _anchor(params: JsonObject, now: int) -> int | None:
    config = params.get("billing_cycle_anchor_config")
    if config is not None:
        return _configured(config, now)
    asked: int | None = params.get("billing_cycle_anchor")
    if asked is not None and asked < now:
        message = "The `billing_cycle_anchor` must be in the future."
        raise errors.invalid(message, "billing_cycle_anchor")
    return asked


def _configured(config: JsonObject, now: int) -> int:
    """The next instant with this day of the month, at the time of day of now unless given."""
    today = datetime.fromtimestamp(now, UTC)
    for ahead in range(14):
        year, month0 = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        if config.get("month") not in {None, month0 + 1}:
            continue
        day = min(config["day_of_month"], months.monthrange(year, month0 + 1)[1])
        found = today.replace(
            year=year,
            month=month0 + 1,
            day=day,
            hour=config.get("hour", today.hour),
            minute=config.get("minute", today.minute),
            second=config.get("second", today.second),
        )
        if found > today:
            return int(found.timestamp())
    raise errors.invalid("There is no such date.", "billing_cycle_anchor_config")
