"""The process of the local cloud: `python -m emulators.supervisor.cloud_process --base-port N`.

The secret that the Stripe twin signs with comes in `STRIPE_WEBHOOK_SECRET`; without it there is
no twin.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import sys
from pathlib import Path

from emulators.google_apis.without_clients import leave_clients_out
from emulators.supervisor.json_lines import log_as_json

log = logging.getLogger("emulators")


def main() -> int:
    parser = argparse.ArgumentParser(prog="cloud_process")
    parser.add_argument("--base-port", type=int, required=True)
    parser.add_argument("--archive", type=Path, help="the file that keeps the state; none: forget")
    parser.add_argument("--clock", type=Path, help="the clock file; none: nobody follows")
    parser.add_argument("--clock-channels", default="", help="NAME=DESCRIPTOR,...: who follows it")
    parser.add_argument("--secrets", type=Path, help="the file that keeps the made-up secrets")
    parser.add_argument("--google", action="store_true", help="Google's own emulators, where any")
    parser.add_argument("--logs", type=Path, help="the folder of the programs' logs")
    log_as_json()
    arguments = parser.parse_args()
    gc.disable()  # until it is ready: imports leave no garbage
    try:
        _run(arguments)
    except Exception:
        log.critical("the local cloud cannot run", exc_info=True)
        return 1
    return 0


def _run(arguments: argparse.Namespace) -> None:
    if not arguments.google:  # Google's own emulators are asked by Google's clients
        leave_clients_out()
    from emulators.supervisor.running_cloud import run  # noqa: PLC0415 - it loads the messages

    asyncio.run(run(arguments))


if __name__ == "__main__":
    sys.exit(main())
