"""The request that one attempt at a job sends."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from emulators.identity.issuer import Issuer
from emulators.tasks.delivery import Outgoing
from emulators.topology import Schedule

ATTEMPT_DEADLINE = timedelta(minutes=3)  # the default for HTTP targets


def run_request(schedule: Schedule, scheduled_at: datetime, issuer: Issuer) -> Outgoing:
    token = issuer.token(audience=schedule.oidc.audience, email=schedule.oidc.service_account_email)
    return Outgoing(
        method=schedule.http_method,
        url=schedule.uri,
        headers={
            "Authorization": f"Bearer {token}",
            "User-Agent": "Google-Cloud-Scheduler",
            "X-CloudScheduler": "true",
            "X-CloudScheduler-JobName": schedule.name,
            "X-CloudScheduler-ScheduleTime": _rfc3339(scheduled_at, schedule.time_zone),
        },
        body=b"",
        deadline=ATTEMPT_DEADLINE,
    )


def _rfc3339(moment: datetime, time_zone: str) -> str:
    written = moment.astimezone(ZoneInfo(time_zone)).isoformat(timespec="seconds")
    return written.replace("+00:00", "Z")
