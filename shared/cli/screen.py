"""Results go to standard output, everything else to standard error; no line is ever cut."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console
from rich.text import Text


class Screen:
    """Ids must survive a pipe and a narrow window, so nothing is wrapped or truncated."""

    def __init__(self) -> None:
        self._results = Console(highlight=False)
        self.notes = Console(stderr=True, highlight=False)

    def say(self, text: str | Text = "") -> None:
        self._results.print(text, markup=False, soft_wrap=True)

    def say_json(self, value: Any) -> None:
        self.say(json.dumps(value, ensure_ascii=False, indent=2))

    def complain(self, text: str) -> None:
        self.notes.print(text, markup=False, soft_wrap=True)
