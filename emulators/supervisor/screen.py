"""What `make up` says on the terminal."""

from __future__ import annotations

import contextlib
import time
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from emulators.supervisor.ports import local_url
from emulators.supervisor.programs import Plan


class Screen:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._console = Console(soft_wrap=True)
        self._is_stopping = False
        self._last_told = ("", ""), 0.0  # program and words, and when
        self._began_at = time.monotonic()

    def starting(self) -> None:
        count = len(self._plan.topology.functions)
        self._say(Text(f"Starting the local cloud and {count} functions ...", "dim"))

    def ready(self) -> None:
        seconds = time.monotonic() - self._began_at
        self._say(Text(f"\nKvitto is ready ({seconds:.1f} s)\n", "bold green"))
        for name, value in self._rows():
            style = "cyan" if "://" in value else ""
            self._say(Text.assemble((f"  {name:<15}", "bold"), (value, style)))
        self._say(Text())

    def tell(self, program: str, words: str) -> None:
        """One line about one program; the same line again only after a second.

        Nothing any more once the stack is being stopped.
        """
        told, told_at = self._last_told
        is_repeated = told == (program, words) and time.monotonic() - told_at < 1
        if self._is_stopping or is_repeated:
            return
        self._last_told = (program, words), time.monotonic()
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        self._say(Text.assemble((now, "dim"), "  ", (program, "yellow"), "  ", words))

    def stopping(self) -> None:
        self._is_stopping = True
        self._say(Text("Stopping ...", "dim"))

    def _say(self, text: Text) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone; the stack goes on, or stops
            self._console.print(text)

    def _rows(self) -> list[tuple[str, str]]:
        plan, ports = self._plan, self._plan.claim.ports
        checkout = local_url(ports.functions["checkout"])
        rows = [
            ("Shop", local_url(ports.shop)),
            ("Checkout API", f"{checkout}/v1/catalog"),
            ("Inbox", f"{local_url(ports.shop)}/inbox"),
            ("Console", f"{local_url(ports.shop)}/console"),
        ]
        if plan.twin:
            rows.append(("Stripe twin", f"{local_url(ports.stripe)}/_twin/state"))
        else:
            intake = local_url(ports.functions["webhook-intake"])
            rows.append(("Stripe", "your test account; let it call back with"))
            rows.append(("", f"stripe listen --forward-to {intake}/webhooks/stripe"))
        rows.append(("Control", f"{local_url(ports.control)}/v1/state"))
        kept = f"kept in {_short(plan.directory.path)}" if plan.lasting else "forgotten at the end"
        return [
            *rows,
            ("Logs", f"{_short(plan.directory.logs)}/*.log"),
            ("State", kept),
            ("Stop", "Ctrl-C"),
        ]


def _short(path: Path) -> str:
    """As seen from here, if it lies below."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
