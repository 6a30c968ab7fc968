"""The whole cloud is killed while clients write: what they were told is there, and no halves."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import grpc
import pytest
from google.api_core.exceptions import DeadlineExceeded, GoogleAPICallError
from google.auth.credentials import AnonymousCredentials
from google.cloud import firestore
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports import FirestoreGrpcTransport
from google.pubsub_v1 import PublisherClient, ReceivedMessage, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.supervisor.claim import claim_ports
from emulators.supervisor.environment import ROOT
from emulators.supervisor.json_lines import CLOUD_READY
from emulators.supervisor.ports import Ports
from emulators.topology import Topology

TOPOLOGY = Topology.load()
NAMES = [function.name for function in TOPOLOGY.functions]
TOPIC = f"projects/{TOPOLOGY.project}/topics/written"
SUBSCRIPTION = f"projects/{TOPOLOGY.project}/subscriptions/written"
SHELVES = ("left", "middle", "right")  # one commit writes the same into each
KILLS = 5
WRITERS = 4

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@dataclass
class Told:
    """What the clients were told is done."""

    commits: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@contextmanager
def cloud(state: Path, base: int) -> Iterator[subprocess.Popen[str]]:
    """The process of the local cloud, ready; killed at the end of the block."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "emulators.supervisor.cloud_process"),
            *("--base-port", str(base), "--archive", str(state / "cloud.sqlite")),
        ],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert any(CLOUD_READY in line for line in process.stdout)
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextmanager
def clients(
    ports: Ports,
) -> Iterator[tuple[firestore.Client, PublisherClient, SubscriberClient]]:
    to_firestore = grpc.insecure_channel(f"127.0.0.1:{ports.firestore}")
    to_pubsub = grpc.insecure_channel(f"127.0.0.1:{ports.pubsub}")
    database = firestore.Client(
        project=TOPOLOGY.project,
        database="commerce",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call] # of google-auth
    )
    transport = FirestoreGrpcTransport(channel=to_firestore)
    database._firestore_api_internal = FirestoreClient(transport=transport)  # noqa: SLF001 - as in emulator mode
    try:
        yield (
            database,
            PublisherClient(transport=PublisherGrpcTransport(channel=to_pubsub)),
            SubscriberClient(transport=SubscriberGrpcTransport(channel=to_pubsub)),
        )
    finally:
        to_firestore.close()
        to_pubsub.close()


def write_until_killed(ports: Ports, told: Told, prefix: str, killed: threading.Event) -> None:
    """Commit and publish, one after the other, and note every yes."""
    with clients(ports) as (database, publisher, _):
        for number in range(100_000):
            name = f"{prefix}-{number}"
            batch = database.batch()
            for shelf in SHELVES:
                batch.set(database.collection(shelf).document(name), {"value": name * 20})
            try:
                batch.commit(retry=None, timeout=5)
                told.commits.append(name)
                request = {"topic": TOPIC, "messages": [{"data": name.encode()}]}
                publisher.publish(request=request, retry=None, timeout=5)
                told.messages.append(name)
            except GoogleAPICallError:
                assert killed.is_set() or killed.wait(5)
                return


def test_killed_while_clients_write_it_loses_nothing_they_were_told(tmp_path: Path) -> None:
    claim = claim_ports(0, NAMES)
    dice, told = random.Random(5), Told()
    try:
        for turn in range(KILLS):
            with cloud(tmp_path, claim.base) as process:
                if turn == 0:
                    provision(claim.ports)
                killed = threading.Event()
                with ThreadPoolExecutor(WRITERS) as pool:
                    writers = [
                        pool.submit(
                            write_until_killed, claim.ports, told, f"{turn}-{writer}", killed
                        )
                        for writer in range(WRITERS)
                    ]
                    threading.Event().wait(0.3 + dice.random())
                    killed.set()
                    process.send_signal(signal.SIGKILL)
                for writer in writers:
                    writer.result()
        with cloud(tmp_path, claim.base):
            shelves, messages = found(claim.ports)
    finally:
        claim.release()

    assert len(told.commits) > KILLS * WRITERS
    assert set(told.commits) <= shelves[0]
    assert set(told.messages) <= messages
    assert shelves[0] == shelves[1] == shelves[2]


def provision(ports: Ports) -> None:
    with clients(ports) as (_, publisher, subscriber):
        publisher.create_topic(name=TOPIC)
        subscriber.create_subscription(name=SUBSCRIPTION, topic=TOPIC)


def found(ports: Ports) -> tuple[list[set[str]], set[str]]:
    """The documents in each shelf, and the messages that wait."""
    with clients(ports) as (database, _, subscriber):
        shelves = [
            {document.id for document in database.collection(shelf).stream()} for shelf in SHELVES
        ]
        messages: set[str] = set()
        while pulled := pull(subscriber):
            messages |= {one.message.data.decode() for one in pulled}
            ack_ids = [one.ack_id for one in pulled]
            subscriber.acknowledge(subscription=SUBSCRIPTION, ack_ids=ack_ids)
        return shelves, messages


def pull(subscriber: SubscriberClient) -> list[ReceivedMessage]:
    """Nothing if nothing comes: a pull waits for a message."""
    request = {"subscription": SUBSCRIPTION, "max_messages": 1000}
    try:
        return list(subscriber.pull(request=request, retry=None, timeout=2).received_messages)
    except DeadlineExceeded:
        return []
