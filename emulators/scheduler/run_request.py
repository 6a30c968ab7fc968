"""What one attempt at a job sends, if its target is HTTP."""

from __future__ import annotations

from datetime import datetime

from emulators.identity.issuer import Issuer
from emulators.scheduler.cron import is_cron
from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.messages import Message, method_name
from emulators.scheduler.names import last_segment
from emulators.scheduler.schedules import time_zone_of
from emulators.tasks.outgoing import Outgoing

_RESERVED = ("host", "content-length")
_RESERVED_PREFIXES = ("x-google-", "x-appengine-", "x-cloudscheduler")


def run_request(held: HeldJob, issuer: Issuer) -> Outgoing:
    target = held.job.http_target
    own = {name: value for name, value in target.headers.items() if not _is_reserved(name)}
    return Outgoing(
        method=method_name(target.http_method),
        url=target.uri,
        headers=own | _cloud_headers(held) | _authorization(target, issuer),
        body=target.body,
        deadline=held.job.attempt_deadline.ToTimedelta(),
    )


def _is_reserved(header: str) -> bool:
    lowered = header.lower()
    return lowered in _RESERVED or lowered.startswith(_RESERVED_PREFIXES)


def _cloud_headers(held: HeldJob) -> dict[str, str]:
    headers = {
        "X-CloudScheduler": "true",
        "X-CloudScheduler-JobName": last_segment(held.name),
    }
    if is_cron(held.job.schedule):  # documented for unix-cron alone
        slot = held.slot_at.astimezone(time_zone_of(held.job.time_zone))
        headers["X-CloudScheduler-ScheduleTime"] = _rfc3339(slot)
    return headers


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _authorization(target: Message, issuer: Issuer) -> dict[str, str]:
    oidc, oauth = target.oidc_token, target.oauth_token
    if target.HasField("oidc_token"):
        audience = oidc.audience or target.uri
        token = issuer.token(audience=audience, email=oidc.service_account_email)
    elif target.HasField("oauth_token"):
        token = issuer.access_token(email=oauth.service_account_email, scope=oauth.scope)
    else:
        return {}
    return {"Authorization": f"Bearer {token}"}
