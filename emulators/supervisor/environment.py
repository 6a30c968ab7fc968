"""What a function finds in its environment: what Terraform gives it, turned to this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from emulators.loopback import LOOPBACK
from emulators.supervisor.ports import DoorPorts, Ports, local_url
from emulators.topology import Function, Topology

ROOT = Path(__file__).resolve().parents[2]
_SHOP = "https://shop.example"  # the address of the shop in the topology
_INHERITED = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")


def bare_environment(home: Path) -> dict[str, str]:
    """What every program of the stack needs, and nothing of the developer's own.

    The home directory is a private one: credentials for Google or Amazon in the real one are
    never found. gunicorn puts its control socket there, too.
    """
    home.mkdir(parents=True, exist_ok=True)
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **inherited,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def function_environment(
    function: Function,
    topology: Topology,
    ports: Ports,
    secrets: Mapping[str, str],
    *,
    twin: bool,
    google: bool = False,
) -> dict[str, str]:
    """`secrets` are by their names in the topology; without the twin, Stripe is Stripe itself.

    Google's own emulators know no roles: with those, nobody stands at the door to them.
    """
    deployed = {
        name: value.replace(_SHOP, local_url(ports.shop))
        for name, value in function.environment.items()
    }
    if "PUBLIC_URL" in deployed:
        deployed["PUBLIC_URL"] = local_url(ports.functions[function.name])
    secret = {variable.key: secrets[variable.secret] for variable in function.secret_environment}
    return {
        **deployed,
        **secret,
        **_emulators(topology, ports, ports.doors[function.name]),
        **(_googles_emulators(ports) if google else {}),
        **({"STRIPE_API_BASE": local_url(ports.stripe)} if twin else {}),
        "THREADS": str(function.concurrency),
    }


def _emulators(topology: Topology, ports: Ports, door: DoorPorts) -> dict[str, str]:
    """Google's services by the function's own door: behind it, its roles are checked."""
    return {
        "AWS_ENDPOINT_URL_SESV2": local_url(ports.mail),
        "CLOUD_TASKS_EMULATOR_HOST": f"{LOOPBACK}:{door.grpc}",
        "EXCHANGE_RATES_URL": f"{local_url(ports.ecb)}/stats/eurofxref/eurofxref-daily.xml",
        "FIRESTORE_EMULATOR_HOST": f"{LOOPBACK}:{door.grpc}",
        "GOOGLE_CLOUD_PROJECT": topology.project,
        "OIDC_ISSUER": local_url(ports.identity),
        "OIDC_KEYS_URL": f"{local_url(ports.identity)}/jwks",
        "PUBSUB_EMULATOR_HOST": f"{LOOPBACK}:{door.grpc}",
        "PUBSUB_REST_EMULATOR": local_url(door.pubsub_rest),
        "SNS_ORIGIN": local_url(ports.mail),
        "STORAGE_EMULATOR_HOST": local_url(door.storage),
    }


def _googles_emulators(ports: Ports) -> dict[str, str]:
    return {
        "FIRESTORE_EMULATOR_HOST": f"{LOOPBACK}:{ports.firestore}",
        "PUBSUB_EMULATOR_HOST": f"{LOOPBACK}:{ports.pubsub}",
        "PUBSUB_REST_EMULATOR": local_url(ports.pubsub_rest),
    }
