"""Who has which role on a resource, asked of whichever API keeps its policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from shared.cli.doctor.clients import CALL, Clients
from shared.cli.doctor.wiring import Wiring

_POLICY_VERSION = 3  # the one with conditions


@dataclass(frozen=True, slots=True)
class Binding:
    role: str
    members: frozenset[str]
    condition: str = ""  # an expression; empty: always


def bindings(clients: Clients, wiring: Wiring, resource: str) -> list[Binding]:
    """`GoogleAPICallError`, such as `NotFound`, if it cannot be told."""
    kind = resource.split("/")[-2]
    client = _CLIENTS.get(kind)
    if client is not None:
        return _from_grpc(client(clients), resource)
    if kind == "databases":
        return list(_for_database(project_bindings(clients, wiring), resource))
    return _from_objects(_policy(clients, kind, resource))


_CLIENTS: Mapping[str, Callable[[Clients], Any]] = {
    "queues": lambda clients: clients.tasks,
    "secrets": lambda clients: clients.secrets,
    "subscriptions": lambda clients: clients.subscriber,
    "topics": lambda clients: clients.publisher,
}


def _policy(clients: Clients, kind: str, resource: str) -> Iterable[Any]:
    if kind == "buckets":
        bucket = clients.files.bucket(resource.removeprefix("buckets/"))
        policy = bucket.get_iam_policy(requested_policy_version=_POLICY_VERSION, **CALL)
        return list(policy.bindings)
    if kind == "services":
        return list(clients.run.get(f"/v2/{resource}:getIamPolicy").get("bindings", ()))
    return list(clients.iam.post(f"/v1/{resource}:getIamPolicy", {}).get("bindings", ()))


def project_bindings(clients: Clients, wiring: Wiring) -> list[Binding]:
    options = {"options": {"requestedPolicyVersion": _POLICY_VERSION}}
    policy = clients.projects.post(f"/v3/projects/{wiring.project}:getIamPolicy", options)
    return _from_objects(policy.get("bindings", ()))


def _for_database(found: Iterable[Binding], database: str) -> Iterator[Binding]:
    """Firestore has no roles below the project; a condition may name the database."""
    for one in found:
        if not one.condition or f'resource.name == "{database}"' in one.condition:
            yield Binding(one.role, one.members)


def _from_grpc(client: Any, resource: str) -> list[Binding]:
    request = {"resource": resource, "options": {"requested_policy_version": _POLICY_VERSION}}
    policy = client.get_iam_policy(request=request, **CALL)
    return [
        Binding(one.role, frozenset(one.members), one.condition.expression)
        for one in policy.bindings
    ]


def _from_objects(found: Iterable[Any]) -> list[Binding]:
    return [
        Binding(
            one["role"],
            frozenset(one.get("members", ())),
            (one.get("condition") or {}).get("expression", ""),
        )
        for one in found
    ]
