from __future__ import annotations

import socket
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.buyer import buy
from tests.journeys.stack import Stack, running, until

STOP_SECONDS_MAX = 3.0


def addresses(stack: Stack) -> list[tuple[str, int]]:
    """Where the stack listens. Every process but the supervisor has a part in one of them."""
    description = stack.description
    urls = [*description["functions"].values(), description["shop"], description["stripe_api"]]
    urls += [f"//{description[name]}" for name in ("firestore", "pubsub", "tasks")]
    parts = [urlsplit(url) for url in urls]
    return [(part.hostname or "", part.port or 0) for part in parts]


def is_listening(address: tuple[str, int]) -> bool:
    with socket.socket() as client:
        return client.connect_ex(address) == 0


def test_a_stack_stops_at_once_and_remembers_what_was_sold(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        purchase = buy(stack)
        sold = purchase.completed(stack)
        listened = addresses(stack)
        seconds = stack.stop()
        left = [address for address in listened if is_listening(address)]
        assert not (tmp_path / "stack.json").exists()
    with running(tmp_path) as stack:
        remembered = purchase.completed(stack)

    assert seconds < STOP_SECONDS_MAX
    assert left == []
    assert remembered["invoice"]["number"] == sold["invoice"]["number"]
    assert remembered["receipt"] == sold["receipt"]


def test_nothing_is_left_of_a_stack_whose_supervisor_was_killed(tmp_path: Path) -> None:
    with running(tmp_path) as stack:
        listened = addresses(stack)
        assert all(map(is_listening, listened))
        stack.supervisor.kill()
        stack.supervisor.wait()

        until(lambda: not any(map(is_listening, listened)))

    assert stack.supervisor.returncode == -9
