"""Google's unmodified admin client, pointed at an emulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import grpc
from google.cloud.firestore_admin_v1 import FirestoreAdminClient
from google.cloud.firestore_admin_v1.services.firestore_admin.transports import (
    FirestoreAdminGrpcTransport,
)


@contextmanager
def admin_of(host: str) -> Iterator[FirestoreAdminClient]:
    with grpc.insecure_channel(host) as channel:
        yield FirestoreAdminClient(transport=FirestoreAdminGrpcTransport(channel=channel))
