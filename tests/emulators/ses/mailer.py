"""A running SES and what its users use: the unmodified client, and a reader of the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from typing import Any

import aiohttp
import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from mypy_boto3_sesv2 import SESV2Client

from emulators.clock.clock import Clock
from emulators.ses.resources.quota import Allowance
from emulators.ses.server import ALLOWANCE, SesServer
from emulators.shelf import Shelf
from emulators.topology import Routes
from tests.emulators.ses.watched_shelf import WatchedShelf

TOPIC_ARN = "arn:aws:sns:eu-north-1:100000000001:ses-receipts"
REGION = "eu-north-1"
SENDER = "Nordljus Press <hello@nordljus.example>"


def a_receipt(**headers: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = SENDER
    mail["To"] = "Ebba Sjögren <ebba@example.org>"
    mail["Subject"] = "Ditt kvitto för order 7F3K"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Tack för din beställning.\n")
    mail.add_alternative('<p>Tack! <img src="cid:logo"></p>', subtype="html")
    html = mail.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>", disposition="inline")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Invoice-INV-2026-1.pdf")
    return mail.as_bytes()


@dataclass(frozen=True, slots=True)
class Mailer:
    address: str
    client: SESV2Client
    session: aiohttp.ClientSession

    async def send(self, raw: bytes | None = None, **more: Any) -> str:
        """Send with the client, from a thread of its own; the MessageId."""
        wanted = {
            "FromEmailAddress": SENDER,
            "Destination": {"ToAddresses": ["ebba@example.org"]},
            "Content": {"Raw": {"Data": raw or a_receipt()}},
            "ConfigurationSetName": "receipts",
            **more,
        }
        reply = await asyncio.to_thread(self.client.send_email, **wanted)
        return reply["MessageId"]

    async def call(self, operation: str, **wanted: Any) -> Any:
        """Any other operation of the client, from a thread of its own."""
        return await asyncio.to_thread(getattr(self.client, operation), **wanted)

    async def refusal(self, operation: str, **wanted: Any) -> str:
        """The code with which SES refuses it."""
        with pytest.raises(ClientError) as refused:
            await self.call(operation, **wanted)
        return refused.value.response["Error"]["Code"]

    async def post(self, path: str, content: object) -> None:
        async with self.session.post(self.address + path, json=content, raise_for_status=True):
            pass

    async def get(self, path: str) -> Any:
        async with self.session.get(self.address + path, raise_for_status=True) as response:
            return await response.json()

    async def get_bytes(self, path: str) -> tuple[str, bytes]:
        async with self.session.get(self.address + path, raise_for_status=True) as response:
            return response.content_type, await response.read()

    async def arm(self, **faults: int) -> None:
        await self.post("/_outbox/faults", faults)


@asynccontextmanager
async def mailing(
    *,
    clock: Clock | None = None,
    shelf: Shelf | None = None,
    event_urls: Sequence[str] = (),
    local_ports: dict[str, int] | None = None,
    allowance: Allowance = ALLOWANCE,
) -> AsyncIterator[Mailer]:
    server = SesServer(
        clock=clock or Clock(),
        shelf=shelf or WatchedShelf(),
        routes=Routes(local_ports or {}),
        topic_arn=TOPIC_ARN,
        event_urls=event_urls,
        allowance=allowance,
    )
    server.provision_identities(["hello@nordljus.example"])
    server.provision_configuration_sets(["receipts"])
    address = f"http://127.0.0.1:{await server.start()}"
    client = _client(address)
    try:
        async with aiohttp.ClientSession() as session:
            yield Mailer(address, client, session)
    finally:
        client.close()
        await server.stop()


@cache
def _session() -> boto3.Session:
    return boto3.Session()  # keeps the service models it has read


def sns_at(address: str) -> Any:
    """The client of SNS, whose types are not installed."""
    return _session().client("sns", **_settings(address))


def _client(address: str) -> SESV2Client:
    return _session().client("sesv2", **_settings(address))


def _settings(address: str) -> Any:
    return {
        "endpoint_url": address,
        "region_name": REGION,
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
        "config": Config(retries={"total_max_attempts": 1}),
    }
