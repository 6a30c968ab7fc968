"""Grants: whoever needs a role has it, and nobody is let in whom the plan does not name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from google.api_core.exceptions import NotFound

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken
from shared.cli.doctor.policies import Binding, bindings
from shared.cli.doctor.wiring import Grant, Wiring

EVERYBODY = ("allUsers", "allAuthenticatedUsers")
_MEANS = {
    "roles/cloudtasks.enqueuer": "cannot make tasks in",
    "roles/datastore.user": "cannot use",
    "roles/iam.serviceAccountOpenIdTokenCreator": "cannot get tokens of",
    "roles/iam.serviceAccountTokenCreator": "cannot get tokens of",
    "roles/iam.serviceAccountUser": "cannot make tasks that call as",
    "roles/pubsub.publisher": "cannot publish to",
    "roles/pubsub.subscriber": "cannot take dead letters off",
    "roles/run.invoker": "cannot call",
    "roles/secretmanager.secretAccessor": "cannot read",
    "roles/storage.objectCreator": "cannot write to",
    "roles/storage.objectViewer": "cannot read from",
}


def checks(deployment: Deployment) -> Iterator[Check]:
    """One for each resource: its policy is asked for once."""
    planned: defaultdict[str, list[Grant]] = defaultdict(list)
    for grant in deployment.wiring.grants:
        if _is_of_this_plan(deployment.wiring, grant.resource):
            planned[grant.resource].append(grant)
    for resource, grants in planned.items():
        look = partial(_look, deployment, resource, grants)
        yield Check("policy", f"the grants on {_short(resource)}", look)


def _is_of_this_plan(wiring: Wiring, resource: str) -> bool:
    """A laptop's plan grants on buckets that a laptop does not have."""
    kind, name = resource.split("/")[-2:]
    if kind == "buckets":
        return any(bucket.name == name for bucket in wiring.buckets)
    if kind == "subscriptions":
        return any(one.name == name for one in wiring.every_subscription)
    return True


def _look(deployment: Deployment, resource: str, planned: list[Grant]) -> Iterator[Finding]:
    try:
        found = bindings(deployment.clients, deployment.wiring, resource)
    except NotFound:
        return  # whoever looks at the resource itself says so
    for grant in planned:
        if not _holds(grant, found):
            yield _missing(deployment, grant)
    invited = {grant.member for grant in planned}
    for member in EVERYBODY:
        roles = sorted(one.role for one in found if member in one.members)
        if roles and member not in invited:
            what = f"{member} may use {_short(resource)}: {', '.join(roles)}"
            fix = f"remove that grant, and {deployment.as_planned}"
            yield broken("open-to-everybody", what, fix)


def _holds(grant: Grant, found: Iterable[Binding]) -> bool:
    return any(
        one.role == grant.role and grant.member in one.members and not one.condition
        for one in found
    )


def _missing(deployment: Deployment, grant: Grant) -> Finding:
    who = grant.member.removeprefix("serviceAccount:")
    means = _MEANS.get(grant.role, "lacks what it needs on")
    what = f"{who} {means} {_short(grant.resource)}: it lacks {grant.role}"
    local = f"grant {grant.role} on {grant.resource} to {grant.member}: {deployment.as_planned}"
    return broken("grant-missing", what, local if deployment.is_local else deployment.as_planned)


def _short(resource: str) -> str:
    kind, name = resource.split("/")[-2:]
    return f"{_KINDS.get(kind, kind)} {name}"


_KINDS = {
    "buckets": "bucket",
    "databases": "database",
    "queues": "queue",
    "secrets": "secret",
    "serviceAccounts": "identity",
    "services": "function",
    "subscriptions": "subscription",
    "topics": "topic",
}
