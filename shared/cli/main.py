"""The `kvitto` command. Exit codes: 0 well, 1 something was found, 2 it could not be run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from shared.cli import audit, buy, document, explain, refund, replay, resend, seller
from shared.cli.cannot_run import CannotRun
from shared.cli.cloud import OpenCloud, open_cloud
from shared.cli.doctor import command as doctor
from shared.cli.export import command as export
from shared.cli.grammar import OneLineParser
from shared.cli.screen import Screen
from shared.cli.version import version

CANNOT_RUN = 2
INTERRUPTED = 130  # as a shell reports it: 128 + SIGINT

EPILOG = """\
examples:
  kvitto buy --count 50 --concurrency 8
  kvitto explain ord_7f3kq2m9x4v1c8r5t6w0y2z3ab
  kvitto refund ord_7f3kq2m9x4v1c8r5t6w0y2z3ab --amount 12.50
  kvitto audit --at-rest
  kvitto export 2026
  kvitto doctor

exit codes: 0 well, 1 something failed, is broken or was found, 2 wrong usage or surroundings"""


def main(argv: Sequence[str] | None = None, open_cloud: OpenCloud = open_cloud) -> int:
    screen = Screen()
    try:
        arguments = _parser().parse_args(argv)
        commands: dict[str, Callable[[], int]] = {
            "audit": lambda: audit.run(arguments, screen, open_cloud),
            "buy": lambda: buy.run(arguments, screen),
            "doctor": lambda: doctor.run(arguments, screen),
            "document": lambda: document.run(arguments, screen),
            "explain": lambda: explain.run(arguments, screen, open_cloud),
            "export": lambda: export.run(arguments, screen, open_cloud),
            "refund": lambda: refund.run(arguments, screen),
            "replay": lambda: replay.run(arguments, screen),
            "resend": lambda: resend.run(arguments, screen),
            "seller": lambda: seller.run(arguments, screen),
        }
        return commands[arguments.command]()
    except CannotRun as trouble:
        screen.complain(f"kvitto: {trouble}")
        return CANNOT_RUN
    except KeyboardInterrupt:
        screen.complain("kvitto: stopped")
        return INTERRUPTED


def _parser() -> OneLineParser:
    parser = OneLineParser(
        prog="kvitto",
        description="Buy, explain, refund, audit and diagnose, from the terminal.",
        epilog=EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"kvitto {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in (buy, explain, refund, resend, audit, export, doctor, replay, seller, document):
        command.register(commands.add_parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
