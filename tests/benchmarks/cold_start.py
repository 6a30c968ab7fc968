"""Process start → first answer, and memory, of every function beside a hello world."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from emulators.topology import Topology
from tests.benchmarks.server import ROOT, Server, served

ROUNDS = 7
HELLO = "hello world"
# A path no function has: the answer is 404, after the composition root was built.
NOWHERE = "/nowhere"


@dataclass(frozen=True, slots=True)
class Start:
    name: str
    milliseconds: float
    megabytes: float


def measure(topology: Topology) -> list[Start]:
    """Medians over rounds in random order, so that a noisy neighbour meets everybody."""
    seconds: dict[str, list[float]] = defaultdict(list)
    megabytes: dict[str, list[float]] = defaultdict(list)
    names = [HELLO, *(function.name for function in topology.functions)]
    for turn in range(ROUNDS):
        for name in random.Random(turn).sample(names, len(names)):
            server = _start(topology, name)
            seconds[name].append(server[0])
            megabytes[name].append(server[1])
    return [Start(name, median(seconds[name]) * 1000, median(megabytes[name])) for name in names]


def _start(topology: Topology, name: str) -> tuple[float, float]:
    if name == HELLO:
        source = ROOT / "tests/benchmarks/hello/main.py"
        with served(source, "hello", {}, asgi=False) as server:
            return _figures(server)
    (function,) = (found for found in topology.functions if found.name == name)
    source = ROOT / "functions" / function.entry_point / "main.py"
    environment = function.environment | {
        variable.key: "sk_test_benchmark_key" for variable in function.secret_environment
    }
    # Emulator addresses keep the clients from looking for credentials; nobody listens there.
    environment |= {
        "FIRESTORE_EMULATOR_HOST": "127.0.0.1:9",
        "PUBSUB_EMULATOR_HOST": "127.0.0.1:9",
        "PUBSUB_REST_EMULATOR": "http://127.0.0.1:9",
        "CLOUD_TASKS_EMULATOR_HOST": "127.0.0.1:9",
        "STORAGE_EMULATOR_HOST": "http://127.0.0.1:9",
    }
    with served(
        source, function.entry_point, environment, asgi=function.asgi, path=NOWHERE
    ) as server:
        return _figures(server)


def _figures(server: Server) -> tuple[float, float]:
    return server.first_answer_seconds, server.memory_megabytes()
