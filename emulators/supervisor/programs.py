"""The programs that make up a stack: the cloud, and each function as it is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from emulators.loopback import LOOPBACK
from emulators.supervisor.claim import Claim
from emulators.supervisor.clock_channels import ClockChannels, written
from emulators.supervisor.environment import ROOT, bare_environment, function_environment
from emulators.supervisor.json_lines import CLOUD_READY
from emulators.supervisor.local_secrets import STRIPE_WEBHOOK_SECRETS
from emulators.supervisor.program import Door, Program, Word
from emulators.supervisor.state_directory import StateDirectory
from emulators.topology import Function, Topology

# Together less than the three seconds that a stop may take.
FUNCTION_GRACE_SECONDS = 0.8
CLOUD_GRACE_SECONDS = 1.2

_GIVING_MEMORY_BACK = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "32768"}
# Settings of glibc. Mails and documents come and go; by default their memory stays.


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that there is to know about a stack before it is started."""

    topology: Topology
    claim: Claim
    directory: StateDirectory
    secrets: Mapping[str, str]
    channels: ClockChannels
    twin: bool  # else Stripe itself
    lasting: bool  # else the state ends with the stack
    google: bool = False  # Firestore and Pub/Sub are Google's own emulators


def cloud_program(plan: Plan) -> Program:
    environment = bare_environment(plan.directory.home("cloud"))
    if plan.twin:
        environment["STRIPE_WEBHOOK_SECRET"] = plan.secrets[STRIPE_WEBHOOK_SECRETS]
    environment |= _GIVING_MEMORY_BACK
    google = ("--google",) if plan.google else ()
    keep = ("--archive", str(plan.directory.archive)) if plan.lasting else ()
    secrets = ("--secrets", str(plan.directory.secrets))
    logs = ("--logs", str(plan.directory.logs))
    ends = plan.channels.cloud_ends
    clock = ("--clock", str(plan.directory.clock), "--clock-channels", written(ends))
    return Program(
        name="cloud",
        module="emulators.supervisor.cloud_process",
        arguments=("--base-port", str(plan.claim.base), *google, *keep, *secrets, *logs, *clock),
        environment=environment,
        ready=Word(CLOUD_READY),
        channels=tuple(end.fileno() for end in ends.values()),
        grace_seconds=CLOUD_GRACE_SECONDS,
    )


def function_program(plan: Plan, function: Function) -> Program:
    door = Door(
        plan.claim.sockets[function.name].fileno(), plan.claim.ports.functions[function.name]
    )
    channel = plan.channels.function_ends[function.name].fileno()
    folder = ROOT / "functions" / function.entry_point
    return Program(
        name=function.name,
        module="emulators.supervisor.function_process",
        arguments=(
            str(door.descriptor),
            str(plan.directory.clock),
            str(channel),
            str(folder / "requirements.txt"),
            *("--target", function.entry_point),
            *("--source", str(folder / "main.py")),
            *("--host", LOOPBACK),
            *("--port", str(door.port)),
            *(("--asgi",) if function.asgi else ()),
        ),
        environment=bare_environment(plan.directory.home(function.name))
        | function_environment(
            function,
            plan.topology,
            plan.claim.ports,
            plan.secrets,
            twin=plan.twin,
            google=plan.google,
        ),
        ready=door,
        channels=(channel,),
        grace_seconds=FUNCTION_GRACE_SECONDS,
    )
