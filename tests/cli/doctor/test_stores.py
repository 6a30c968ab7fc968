"""Buckets, indexes and fields that are not as planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.cloud.firestore_admin_v1 import Field
from google.protobuf.field_mask_pb2 import FieldMask

from shared.cli.doctor.clients import Clients
from tests.cli.doctor.cloud import PROJECT, TOPOLOGY, DoctorsCloud
from tests.cli.doctor.seeds import Seed, assert_found, table

INVOICES = TOPOLOGY.buckets[0].name
GROUPS = f"{PROJECT}/databases/{TOPOLOGY.firestore.database}/collectionGroups"


def _bucket(change: Callable[[Any], object]) -> Callable[[Clients], object]:
    def spoil(clients: Clients) -> None:
        bucket = clients.files.get_bucket(INVOICES)
        change(bucket)
        bucket.patch()

    return spoil


def _heed_lists(bucket: Any) -> None:
    bucket.iam_configuration.uniform_bucket_level_access_enabled = False


def _allow_the_public(bucket: Any) -> None:
    bucket.iam_configuration.public_access_prevention = "inherited"


def _keep_no_versions(bucket: Any) -> None:
    bucket.versioning_enabled = False


def _open_to_everybody(clients: Clients) -> None:
    bucket = clients.files.bucket(INVOICES)
    policy = bucket.get_iam_policy(requested_policy_version=3)
    policy.bindings.append({"role": "roles/storage.objectViewer", "members": {"allUsers"}})
    bucket.set_iam_policy(policy)


def _delete_an_index(clients: Clients) -> None:
    [index] = clients.firestore.list_indexes(parent=f"{GROUPS}/orders")
    clients.firestore.delete_index(name=index.name)


def _field(name: str, field: Field, path: str) -> Callable[[Clients], object]:
    field.name = f"{GROUPS}/{name}"
    mask = FieldMask(paths=[path])
    return lambda clients: clients.firestore.update_field({"field": field, "update_mask": mask})


@table(
    Seed(
        "bucket-missing",
        "storage",
        lambda clients: clients.files.bucket(INVOICES).delete(),
        f"bucket {INVOICES} is not there",
    ),
    Seed(
        "bucket-access-lists",
        "storage",
        _bucket(_heed_lists),
        f"bucket {INVOICES} heeds access lists",
    ),
    Seed(
        "bucket-can-be-public",
        "storage",
        _bucket(_allow_the_public),
        f"bucket {INVOICES} could be opened to everybody",
    ),
    Seed(
        "bucket-unversioned",
        "storage",
        _bucket(_keep_no_versions),
        f"bucket {INVOICES} keeps no versions",
    ),
    Seed(
        "open-to-everybody",
        "storage",
        _open_to_everybody,
        f"allUsers may use bucket {INVOICES}: roles/storage.objectViewer",
        "remove that grant",
    ),
    Seed(
        "index-missing",
        "firestore",
        _delete_an_index,
        "index of orders on status, created_at is not there: a query fails",
    ),
    Seed(
        "field-indexed",
        "firestore",
        _field("orders/fields/created_at", Field(), "index_config"),
        "orders.created_at has an index of its own",
    ),
    Seed(
        "ttl-missing",
        "firestore",
        _field("inbox/fields/received_at", Field(), "ttl_config"),
        "inbox never forgets: received_at has no TTL policy",
    ),
)
def test_a_mistake_with_a_store_is_found(cloud: DoctorsCloud, seed: Seed) -> None:
    assert_found(cloud, seed)
