from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.cli.main import main
from tests.cli.fake_stack import FakeStack, running

Kvitto = Callable[..., int]


@pytest.fixture
def stack() -> Iterator[FakeStack]:
    with running() as fake:
        yield fake


@pytest.fixture
def buy(stack: FakeStack, tmp_path: Path) -> Kvitto:
    """`kvitto buy` against the fake stack; the exit code."""

    def run(*arguments: str) -> int:
        return main(["buy", "--stack", stack.stack_file(tmp_path), *arguments])

    return run
