"""Secrets: whether the version that functions read is there, and is what it should be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from google.api_core.exceptions import FailedPrecondition, Forbidden, NotFound
from google.cloud.secretmanager_v1 import SecretVersion

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, unseen
from shared.cli.doctor.secret_values import flaws
from shared.cli.doctor.wiring import SecretVariable

_ENABLED = SecretVersion.State.ENABLED


def checks(deployment: Deployment) -> Iterator[Check]:
    every = (one for function in deployment.wiring.functions for one in function.secret_environment)
    for planned in sorted(set(every), key=lambda one: (one.secret, one.version)):
        yield Check("secret", f"secret {planned.secret}", partial(_look, deployment, planned))


def _look(deployment: Deployment, planned: SecretVariable) -> Iterator[Finding]:
    name, secrets = deployment.wiring.secret(planned.secret), deployment.clients.secrets
    fix = _another_version(deployment, planned.secret)
    try:
        secrets.get_secret(name=name, **CALL)
    except NotFound:
        what = f"secret {planned.secret} is not there"
        yield broken("secret-missing", what, deployment.as_planned)
        return
    states = {
        one.name.rpartition("/")[2]: one.state
        for one in secrets.list_secret_versions(parent=name, **CALL)
    }
    if _ENABLED not in states.values():
        what = f"secret {planned.secret} has no version that can be read: no function starts"
        yield broken("secret-empty", what, fix)
        return
    if planned.version != "latest" and states.get(planned.version) != _ENABLED:
        state = states[planned.version].name.lower() if planned.version in states else "missing"
        what = f"secret {planned.secret}: functions read version {planned.version}, which is"
        again = f"name another one in `secret_generations`, and {deployment.as_planned}"
        yield broken("secret-version-gone", f"{what} {state}", again)
        return
    yield from _value(deployment, planned)


def _value(deployment: Deployment, planned: SecretVariable) -> Iterator[Finding]:
    try:
        text = read_secret(deployment, planned)
    except Forbidden:
        what = f"secret {planned.secret}: you may not read it, so its form was not checked"
        fix = "ask for roles/secretmanager.secretAccessor on it, if that is your business"
        yield unseen("secret-not-read", what, fix)
        return
    is_live = deployment.wiring.setting("STRIPE_LIVEMODE").lower() == "true"
    for id_, flaw in flaws(planned.key, text, is_live=is_live):
        fix = _another_version(deployment, planned.secret)
        yield broken(id_, f"secret {planned.secret} {flaw}", fix)


def read_secret(deployment: Deployment, planned: SecretVariable) -> str:
    name = f"{deployment.wiring.secret(planned.secret)}/versions/{planned.version}"
    answer = deployment.clients.secrets.access_secret_version(name=name, **CALL)
    return answer.payload.data.decode("utf-8", "replace")


def read_if_there(deployment: Deployment, key: str) -> str | None:
    """The value behind an environment variable; None where the checks here tell why not."""
    planned = deployment.wiring.secret_read_as(key)
    if planned is None:
        return None
    try:
        return read_secret(deployment, planned)
    except (FailedPrecondition, Forbidden, NotFound):
        return None


def _another_version(deployment: Deployment, secret: str) -> str:
    if deployment.is_local:
        return "stop the stack, run `make reset` and `make up`"
    return (
        f"add a generation of {secret} to `secret_generations` and its value to"
        " TF_VAR_secret_values, and run `terraform apply`"
    )
