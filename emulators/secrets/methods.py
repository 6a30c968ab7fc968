"""The methods of google.cloud.secretmanager.v1.SecretManagerService."""

from __future__ import annotations

import google_crc32c
from google.cloud.secretmanager_v1 import types
from google.protobuf.empty_pb2 import Empty

from emulators.google_apis.unary_service import Method
from emulators.secrets.listing import page
from emulators.secrets.messages import (
    AccessSecretVersionResponse,
    ListSecretsResponse,
    ListSecretVersionsResponse,
    Message,
)
from emulators.secrets.secrets import Secrets
from emulators.secrets.versions import Versions


def secret_methods(secrets: Secrets, versions: Versions) -> dict[str, Method]:
    def listed(request: Message) -> Message:
        on_page, token, total = page(request, secrets.of_parent(request.parent))
        return ListSecretsResponse(secrets=on_page, next_page_token=token, total_size=total)

    def updated(request: Message) -> Message:
        numbers = versions.numbers(request.secret.name)
        return secrets.update(request.secret, request.update_mask, numbers)

    def deleted(request: Message) -> Message:
        secrets.delete(request.name, request.etag)
        return Empty()

    return {
        "ListSecrets": Method(types.ListSecretsRequest, listed),
        "CreateSecret": Method(
            types.CreateSecretRequest, lambda r: secrets.create(r.parent, r.secret_id, r.secret)
        ),
        "GetSecret": Method(types.GetSecretRequest, lambda r: secrets.get(r.name)),
        "UpdateSecret": Method(types.UpdateSecretRequest, updated),
        "DeleteSecret": Method(types.DeleteSecretRequest, deleted),
    }


def version_methods(versions: Versions) -> dict[str, Method]:
    def listed(request: Message) -> Message:
        on_page, token, total = page(request, versions.of_secret(request.parent))
        return ListSecretVersionsResponse(versions=on_page, next_page_token=token, total_size=total)

    def accessed(request: Message) -> Message:
        version = versions.find(request.name)
        payload = versions.payload(version)
        response = AccessSecretVersionResponse(name=version.name)
        response.payload.data = payload
        response.payload.data_crc32c = google_crc32c.value(payload)
        return response

    return {
        "ListSecretVersions": Method(types.ListSecretVersionsRequest, listed),
        "GetSecretVersion": Method(types.GetSecretVersionRequest, lambda r: versions.find(r.name)),
        "AccessSecretVersion": Method(types.AccessSecretVersionRequest, accessed),
        "AddSecretVersion": Method(
            types.AddSecretVersionRequest, lambda r: versions.add(r.parent, r.payload)
        ),
        "EnableSecretVersion": Method(
            types.EnableSecretVersionRequest, lambda r: versions.enable(r.name, r.etag)
        ),
        "DisableSecretVersion": Method(
            types.DisableSecretVersionRequest, lambda r: versions.disable(r.name, r.etag)
        ),
        "DestroySecretVersion": Method(
            types.DestroySecretVersionRequest, lambda r: versions.destroy(r.name, r.etag)
        ),
    }
