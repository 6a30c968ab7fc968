"""The functions of a deployment as Cloud Run shows them: a service each, by their names."""

from __future__ import annotations

from typing import Any

from emulators.topology import Function, Topology

Json = dict[str, Any]


def services(topology: Topology) -> dict[str, Json]:
    """By their full names."""
    location = f"projects/{topology.project}/locations/{topology.region}"
    every = [_service(location, function) for function in topology.functions]
    return {service["name"]: service for service in every}


def _service(location: str, function: Function) -> Json:
    settings = [{"name": name, "value": value} for name, value in function.environment.items()]
    secrets = [
        {
            "name": one.key,
            "valueSource": {"secretKeyRef": {"secret": one.secret, "version": one.version}},
        }
        for one in function.secret_environment
    ]
    container = {
        "env": [*settings, *secrets],
        "resources": {"limits": {"memory": function.memory}},
    }
    return {
        "name": f"{location}/services/{function.name}",
        "uri": function.uri,
        "urls": [function.uri],
        "template": {
            "serviceAccount": function.service_account,
            "timeout": f"{function.timeout_seconds}s",
            "maxInstanceRequestConcurrency": function.concurrency,
            "containers": [container],
        },
    }
