"""Signing without a key file: the service signs for its accounts."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from google.auth.exceptions import TransportError

from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.storage.cloud import Cloud, running_cloud
from tests.emulators.storage.signer import SIGNER


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Cloud]:
    """Serve with the tunnel, and with what a client needs in its environment to find it."""
    with running_cloud(accounts=[SIGNER]) as cloud:
        tunnel = cloud.server.tunnel
        port = cloud.loop.run(tunnel.start())
        trusted = tmp_path / "local-cloud.pem"
        trusted.write_bytes(cloud.loop.call(tunnel.certificate))
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
        yield cloud


def sign(cloud: Cloud, email: str = SIGNER, version: str = "v4") -> str:
    blob = cloud.client.bucket("invoices-of-a-test").blob("a")
    url: str = blob.generate_signed_url(
        version=version,
        expiration=timedelta(hours=1),
        service_account_email=email,
        access_token="any",  # noqa: S106 - the local cloud looks at no token
    )
    return url


@pytest.mark.parametrize("version", ["v2", "v4"])
def test_the_unmodified_client_signs_a_url_without_a_key(cloud: Cloud, version: str) -> None:
    cloud.bucket().blob("a").upload_from_string("content")

    url = sign(cloud, version=version)

    answer = cloud.request("GET", url.removeprefix(cloud.url))
    assert (answer.status, answer.body) == (200, b"content")
    cloud.advance(hours=2)
    assert cloud.request("GET", url.removeprefix(cloud.url)).status == 400


def test_it_signs_for_nobody_else(cloud: Cloud) -> None:
    with pytest.raises(TransportError, match=r"stranger@example\.com"):
        sign(cloud, "stranger@example.com")


def test_the_tunnel_leads_nowhere_else(cloud: Cloud) -> None:
    proxy = urlsplit(os.environ["HTTPS_PROXY"])

    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port)
        writer.write(b"CONNECT storage.googleapis.com:443 HTTP/1.1\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    assert cloud.loop.run(ask()).startswith(b"HTTP/1.1 403 ")


def body(text: bytes) -> dict[str, str]:
    return {"payload": base64.b64encode(text).decode()}


def test_the_endpoint_is_there_without_the_tunnel_too() -> None:
    path = f"/v1/projects/-/serviceAccounts/{SIGNER}:signBlob"
    bearer = {"Authorization": "Bearer any"}
    with running_cloud() as cloud:
        signed = cloud.request("POST", path, json=body(b"text"), headers=bearer)
        anonymous = cloud.request("POST", path, json=body(b"text"))
        empty = cloud.request("POST", path, json={}, headers=bearer)

    answer = json.loads(signed.body)
    assert len(base64.b64decode(answer["signedBlob"])) == 256
    assert json.loads(anonymous.body)["error"]["status"] == "UNAUTHENTICATED"
    assert json.loads(empty.body)["error"]["status"] == "INVALID_ARGUMENT"


def test_key_and_certificate_survive_a_restart() -> None:
    shelf = KeptShelf()
    path = f"/v1/projects/-/serviceAccounts/{SIGNER}:signBlob"
    seen = []
    for _ in range(2):
        with running_cloud(shelf) as cloud:
            bearer = {"Authorization": "Bearer any"}
            signed = cloud.request("POST", path, json=body(b"text"), headers=bearer)
            seen.append((signed.body, cloud.loop.call(cloud.server.tunnel.certificate)))

    assert seen[0] == seen[1]
