"""The embedded SES on a loop of its own, with a tap that its clients connect to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from emulators.clock.clock import Clock
from emulators.ses.server import SesServer
from emulators.shelf import Forgetful
from emulators.topology import Routes
from shared.adapters.ses_mailer import SesMailer, ses_client
from tests.contracts.http_tap import HttpTap
from tests.contracts.mails import SENDER
from tests.emulators.loop_thread import LoopThread

CONFIGURATION_SET = "receipts"
TOPIC_ARN = "arn:aws:sns:eu-north-1:100000000001:ses-receipts"


@dataclass(frozen=True, slots=True)
class LocalSes:
    address: str
    tap: HttpTap

    def outbox(self) -> list[dict[str, Any]]:
        """Every mail that was accepted, with its headers and tags, the newest first."""
        listed = self._get("/_outbox/messages").json()
        return [self._get(f"/_outbox/messages/{mail['id']}").json() for mail in listed]

    def raw(self, message_id: str) -> bytes:
        """A mail as it was accepted, byte for byte."""
        [found] = [mail for mail in self.outbox() if mail["message_id"] == message_id]
        return self._get(f"/_outbox/messages/{found['id']}/raw").content

    def drop_next_reply(self) -> None:
        url = f"http://{self.address}/_outbox/faults"
        requests.post(url, json={"drop_replies": 1}, timeout=5).raise_for_status()

    def _get(self, path: str) -> requests.Response:
        response = requests.get(f"http://{self.address}{path}", timeout=5)
        response.raise_for_status()
        return response


@contextmanager
def mailer_at(address: str, sender: str = SENDER) -> Iterator[SesMailer]:
    """The adapter, on the official client of what is served at "host:port"."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "local")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "local")
        client = ses_client("eu-north-1", f"http://{address}")
    yield SesMailer(client, sender, CONFIGURATION_SET)
    client.close()


@contextmanager
def running_ses() -> Iterator[LocalSes]:
    with LoopThread() as loop:
        server = loop.call(
            lambda: SesServer(
                clock=Clock(),
                shelf=Forgetful().shelf("ses"),
                routes=Routes({}),
                topic_arn=TOPIC_ARN,
                event_urls=(),
            )
        )
        server.provision_identities(["hello@nordljus.example"])
        server.provision_configuration_sets([CONFIGURATION_SET])
        port = loop.run(server.start())
        tap = loop.call(lambda: HttpTap(f"http://127.0.0.1:{port}"))
        address = f"127.0.0.1:{loop.run(tap.start())}"
        try:
            yield LocalSes(address, tap)
        finally:
            loop.run(tap.stop())
            loop.run(server.stop())
