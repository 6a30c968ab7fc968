from __future__ import annotations

import asyncio

import grpc
import pytest
from google.api_core.exceptions import (
    InvalidArgument,
    MethodNotImplemented,
)
from google.cloud.secretmanager_v1 import Secret, SecretManagerServiceAsyncClient, SecretPayload
from google.cloud.secretmanager_v1.services.secret_manager_service.transports import (
    SecretManagerServiceGrpcAsyncIOTransport,
)

from tests.emulators.secrets.cloud import AUTOMATIC, ID, PROJECT, REGION, SECRET, Cloud

TOPIC = {"name": f"{PROJECT}/topics/secrets"}


def test_secrets_are_listed_newest_first_in_pages(cloud: Cloud) -> None:
    for number in range(5):
        cloud.create_secret(f"s{number}")

    for client in (cloud.client, cloud.rest_client):
        listed = client.list_secrets(request={"parent": PROJECT, "page_size": 2})
        pages = list(listed.pages)
        ids = [[secret.name[-2:] for secret in page.secrets] for page in pages]
        assert ids == [["s4", "s3"], ["s2", "s1"], ["s0"]]
        assert {page.total_size for page in pages} == {5}


def test_a_page_goes_on_where_the_last_ended_whatever_was_deleted(cloud: Cloud) -> None:
    for number in range(4):
        cloud.create_secret(f"s{number}")
    request = {"parent": PROJECT, "page_size": 2}
    token = next(iter(cloud.client.list_secrets(request=request).pages)).next_page_token

    cloud.client.delete_secret(name=f"{PROJECT}/secrets/s2")
    rest = cloud.client.list_secrets(request={**request, "page_token": token})

    assert [secret.name[-2:] for secret in rest] == ["s1", "s0"]
    with pytest.raises(InvalidArgument, match="page token"):
        cloud.client.list_secrets(request={**request, "page_token": "nonsense"})


def test_regional_secrets_are_secrets_of_their_own(cloud: Cloud) -> None:
    cloud.create_secret()
    name = f"{REGION}/secrets/api-key"

    for client in (cloud.client, cloud.rest_client):
        client.create_secret(parent=REGION, secret_id=ID, secret=Secret())
        client.add_secret_version(parent=name, payload=SecretPayload(data=b"local"))
        payload = client.access_secret_version(name=f"{name}/versions/latest").payload
        assert payload.data == b"local"
        assert [secret.name for secret in client.list_secrets(parent=REGION)] == [name]
        assert [secret.name for secret in client.list_secrets(parent=PROJECT)] == [SECRET]
        client.delete_secret(name=name)


def test_a_regional_secret_is_not_replicated(cloud: Cloud) -> None:
    with pytest.raises(InvalidArgument, match="regional"):
        cloud.client.create_secret(
            parent=REGION, secret_id=ID, secret=Secret(replication=AUTOMATIC)
        )


def test_what_is_not_served_says_so_by_name(cloud: Cloud) -> None:
    cloud.create_secret()

    for client in (cloud.client, cloud.rest_client):
        with pytest.raises(MethodNotImplemented, match="RotateSecret"):
            client.rotate_secret(request={"parent": SECRET})


def test_the_asyncio_client_works_as_it_is(cloud: Cloud) -> None:
    async def created() -> Secret:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{cloud.port}") as channel:
            transport = SecretManagerServiceGrpcAsyncIOTransport(channel=channel)
            client = SecretManagerServiceAsyncClient(transport=transport)
            return await client.create_secret(
                parent=PROJECT, secret_id=ID, secret=Secret(replication=AUTOMATIC)
            )

    assert asyncio.run(created()) == cloud.client.get_secret(name=SECRET)
