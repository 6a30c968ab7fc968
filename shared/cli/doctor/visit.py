"""One visit: to the local stack, or to a deployment by what Terraform says of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from google.auth.exceptions import GoogleAuthError

from shared.adapters.world import utc_now
from shared.cli.cannot_run import CannotRun
from shared.cli.doctor.addresses import Addresses
from shared.cli.doctor.all_checks import all_checks
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.diagnosis import Diagnosis
from shared.cli.doctor.examination import examine
from shared.cli.doctor.google_clients import google_clients
from shared.cli.doctor.local_clients import local_clients
from shared.cli.doctor.wiring_file import read_wiring


def visit(
    wiring_file: Path | None, stack_file: Path, seconds: Callable[[], float], opened: ExitStack
) -> tuple[Diagnosis, str]:
    """What was found, and where; `CannotRun` if there is nothing to look at, or no login."""
    try:
        if wiring_file is None:
            deployment = _stack(stack_file, opened)
        else:
            deployment = _deployment(wiring_file, opened)
        kind = "local stack" if deployment.is_local else "deployment"
        place = f"{deployment.wiring.project} ({kind})"
        return examine(all_checks(deployment), seconds), place
    except GoogleAuthError as error:
        login = "run `gcloud auth application-default login`"
        why = " ".join(str(error).split())[:200]
        raise CannotRun(f"No usable Google credentials: {login} ({why})") from error


def _stack(path: Path, opened: ExitStack) -> Deployment:
    addresses = Addresses.read(path)
    wiring = read_wiring(Path(addresses.wiring))
    clients = local_clients(addresses, wiring, opened)
    return Deployment(wiring, clients, utc_now, addresses)


def _deployment(path: Path, opened: ExitStack) -> Deployment:
    wiring = read_wiring(path)
    return Deployment(wiring, google_clients(wiring, opened), utc_now, None)
