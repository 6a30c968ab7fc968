"""The request that one attempt at a task sends."""

from __future__ import annotations

from multidict import CIMultiDict

from emulators.identity.issuer import Issuer
from emulators.tasks.held_task import HeldTask
from emulators.tasks.messages import METHODS_WITH_BODY, Message, method_name
from emulators.tasks.names import last_segment, queue_of_task
from emulators.tasks.outgoing import Outgoing
from emulators.tasks.queue_target import targeted

USER_AGENT = "Google-Cloud-Tasks"
_RESERVED = ("host", "content-length", "user-agent")
_RESERVED_PREFIXES = ("x-google-", "x-appengine-", "x-cloudtasks-")


def attempt_request(held: HeldTask, queue: Message, issuer: Issuer) -> Outgoing:
    """Build the request; the attempt is already counted in the task."""
    target = targeted(held.task.http_request, queue)
    headers = CIMultiDict(
        {name: value for name, value in target.headers.items() if not _is_reserved(name)}
    )
    headers.update(_cloud_headers(held))
    if target.HasField("oidc_token"):
        headers["Authorization"] = f"Bearer {_id_token(target, issuer)}"
    if target.HasField("oauth_token"):
        headers["Authorization"] = f"Bearer {_access_token(target, issuer)}"
    return Outgoing(
        method=method_name(target.http_method),
        url=target.url,
        headers=headers,
        body=target.body if target.http_method in METHODS_WITH_BODY else b"",
        deadline=held.task.dispatch_deadline.ToTimedelta(),
    )


def _is_reserved(header: str) -> bool:
    lowered = header.lower()
    return lowered in _RESERVED or lowered.startswith(_RESERVED_PREFIXES)


def _cloud_headers(held: HeldTask) -> dict[str, str]:
    scheduled = held.task.schedule_time
    headers = {
        "User-Agent": USER_AGENT,
        "X-CloudTasks-QueueName": last_segment(queue_of_task(held.name)),
        "X-CloudTasks-TaskName": last_segment(held.name),
        "X-CloudTasks-TaskRetryCount": str(held.task.dispatch_count - 1),
        "X-CloudTasks-TaskExecutionCount": str(held.executions),
        "X-CloudTasks-TaskETA": f"{scheduled.seconds}.{scheduled.nanos // 1000:06d}",
    }
    if held.previous_response is not None:
        headers["X-CloudTasks-TaskPreviousResponse"] = str(held.previous_response)
        # Present and empty on HTTP targets, as recorded from the service itself.
        headers["X-CloudTasks-TaskRetryReason"] = ""
    return headers


def _id_token(target: Message, issuer: Issuer) -> str:
    token = target.oidc_token
    return issuer.token(audience=token.audience or target.url, email=token.service_account_email)


def _access_token(target: Message, issuer: Issuer) -> str:
    token = target.oauth_token
    return issuer.access_token(email=token.service_account_email, scope=token.scope)
