"""`stack.json`: where everything is, for the `kvitto` command and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emulators.loopback import LOOPBACK
from emulators.supervisor.local_secrets import STRIPE_WEBHOOK_SECRETS
from emulators.supervisor.ports import local_url
from emulators.supervisor.private_file import write_privately
from emulators.supervisor.programs import Plan
from emulators.topology import SNAPSHOT


def describe(plan: Plan) -> dict[str, Any]:
    """All but the process ids. Addresses without a scheme are for gRPC."""
    ports = plan.claim.ports
    functions = {name: local_url(port) for name, port in ports.functions.items()}
    return {
        "project": plan.topology.project,
        "database": plan.topology.firestore.database,
        "invoices_bucket": plan.topology.function("checkout").environment["INVOICES_BUCKET"],
        "buckets": [bucket.name for bucket in plan.topology.buckets],
        "shop": local_url(ports.shop),
        "inbox": f"{local_url(ports.shop)}/inbox",
        "console": f"{local_url(ports.shop)}/console",
        "checkout": functions["checkout"],
        "webhook_intake": functions["webhook-intake"],
        "functions": functions,
        "backoffice": _backoffice(plan, functions["backoffice"]),
        "stripe_api": local_url(ports.stripe) if plan.twin else None,
        "stripe_webhook_secret": plan.secrets[STRIPE_WEBHOOK_SECRETS],
        "outbox": f"{local_url(ports.mail)}/_outbox/messages",
        "oidc_issuer": local_url(ports.identity),
        "firestore": f"{LOOPBACK}:{ports.firestore}",
        "pubsub": f"{LOOPBACK}:{ports.pubsub}",
        "pubsub_rest": local_url(ports.pubsub_rest),
        "tasks": f"{LOOPBACK}:{ports.tasks}",
        "storage": local_url(ports.storage),
        "firestore_rest": local_url(ports.firestore_rest),
        "tasks_rest": local_url(ports.tasks_rest),
        "scheduler": f"{LOOPBACK}:{ports.scheduler}",
        "scheduler_rest": local_url(ports.scheduler_rest),
        "secrets": f"{LOOPBACK}:{ports.secrets}",
        "secrets_rest": local_url(ports.secrets_rest),
        "bigquery": local_url(ports.bigquery),
        "iam": local_url(ports.iam),
        "ecb": local_url(ports.ecb),
        "wiring": str(SNAPSHOT),
        "control": local_url(ports.control),
        "logs": str(plan.directory.logs),
    }


def _backoffice(plan: Plan, url: str) -> dict[str, str]:
    """Where people of the shop call, as whom, and for which audience."""
    deployed = plan.topology.function("backoffice").environment
    return {
        "url": url,
        "audience": deployed["AUDIENCE"],
        "operator": deployed["BACKOFFICE_CALLERS"],
        "credentials_url": local_url(plan.claim.ports.identity),
    }


class StackFile:
    """Written when the stack is ready and at every restart of a program; gone when it stops."""

    def __init__(self, plan: Plan) -> None:
        self._path = plan.directory.stack_file
        self._fixed = describe(plan)
        self.remove()  # one may be left of a supervisor that was killed

    def write(self, pids: Mapping[str, int]) -> None:
        write_privately(self._path, {**self._fixed, "pids": dict(pids)})

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)
