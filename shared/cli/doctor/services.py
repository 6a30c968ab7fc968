"""Functions: whether they run with the settings and secrets that the plan gives them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from google.api_core.exceptions import NotFound

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken
from shared.cli.doctor.wiring import Function


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.functions:
        look = partial(_look, deployment, planned)
        yield Check("function", f"function {planned.name}", look)


def _look(deployment: Deployment, planned: Function) -> Iterator[Finding]:
    fix = deployment.as_planned
    path = f"/v2/{deployment.wiring.location}/services/{planned.name}"
    try:
        template = deployment.clients.run.get(path)["template"]
    except NotFound:
        yield broken("function-missing", f"function {planned.name} is not deployed", fix)
        return
    if template.get("serviceAccount") != planned.service_account:
        what = f"function {planned.name} runs as {template.get('serviceAccount')}"
        yield broken("function-identity", f"{what}, not as {planned.service_account}", fix)
    seconds = float(str(template.get("timeout", "0s")).removesuffix("s"))
    if seconds != planned.timeout_seconds:
        what = f"function {planned.name} is cut off after {seconds:g} s"
        yield broken("function-timeout", f"{what}, not {planned.timeout_seconds} s", fix)
    for what in _differences(planned, _environment(template)):
        yield broken("function-setting", f"function {planned.name} {what}", fix)


def _environment(template: dict[str, Any]) -> dict[str, str]:
    """Settings by their values, secrets as `name/version`."""
    found: dict[str, str] = {}
    for variable in template["containers"][0].get("env", ()):
        source = variable.get("valueSource", {}).get("secretKeyRef")
        if source:
            name = source["secret"].rpartition("/")[2]
            found[variable["name"]] = f"{name}/{source.get('version', 'latest')}"
        else:
            found[variable["name"]] = variable.get("value", "")
    return found


def _differences(planned: Function, found: dict[str, str]) -> Iterator[str]:
    secrets = {one.key: f"{one.secret}/{one.version}" for one in planned.secret_environment}
    for name, value in sorted({**planned.environment, **secrets}.items()):
        if name not in found:
            yield f"is not told {name}"
        elif found[name] != value:
            yield f"has {found[name]!r} as {name}, not {value!r}"
