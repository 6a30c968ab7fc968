"""`make up`: the whole stack on this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from emulators.supervisor.cannot_start import CannotStart
from emulators.supervisor.claim import claim_ports, read_base
from emulators.supervisor.clock_channels import open_channels
from emulators.supervisor.googles import require_google
from emulators.supervisor.local_secrets import local_secrets
from emulators.supervisor.programs import Plan
from emulators.supervisor.screen import Screen
from emulators.supervisor.state_directory import StateDirectory, held
from emulators.supervisor.stripe_keys import read_stripe_keys
from emulators.supervisor.supervisor import Supervisor
from emulators.topology import Topology


def main() -> int:
    parser = argparse.ArgumentParser(prog="emulators.up", description=__doc__)
    parser.add_argument("--state", type=Path, help="keep the state here; without it, forget it")
    parser.add_argument(
        "--google", action="store_true", help="on Google's own Firestore and Pub/Sub emulators"
    )
    arguments = parser.parse_args()
    # Google's emulators keep nothing, and what the others kept would not fit to them.
    lasting = arguments.state is not None and not arguments.google
    try:
        if arguments.google:
            require_google()
        with _directory(arguments.state) as directory:
            _up(directory, lasting=lasting, google=arguments.google)
    except CannotStart as error:
        print(f"kvitto: {error}", file=sys.stderr)  # noqa: T201 - said to whoever ran it
        return error.exit_code
    except KeyboardInterrupt:  # before there was anything to stop
        return 130
    return 0


def _up(directory: StateDirectory, *, lasting: bool, google: bool) -> None:
    own_stripe = read_stripe_keys(os.environ)
    topology = Topology.load()
    names = [function.name for function in topology.functions]
    claim = claim_ports(read_base(os.environ), names)
    channels = open_channels(names)
    try:
        plan = Plan(
            topology=topology,
            claim=claim,
            directory=directory,
            secrets=local_secrets(directory.secrets, topology, own_stripe),
            channels=channels,
            twin=own_stripe is None,
            lasting=lasting,
            google=google,
        )
        asyncio.run(_run(plan))
    finally:
        channels.close()
        claim.release()


async def _run(plan: Plan) -> None:
    screen = Screen(plan)
    screen.starting()
    await Supervisor(plan, screen).run()


@contextmanager
def _directory(state: Path | None) -> Iterator[StateDirectory]:
    if state is not None:
        with held(state) as directory:
            yield directory
        return
    with tempfile.TemporaryDirectory(prefix="kvitto-") as path, held(Path(path)) as directory:
        yield directory


if __name__ == "__main__":
    sys.exit(main())
