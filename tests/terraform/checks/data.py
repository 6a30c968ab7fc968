"""Everything that is stored can be found, restored and kept to ourselves."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, get_args, get_type_hints

from shared.adapters.firestore.codec import COLLECTIONS
from tests.terraform.checks.deployment import deployed
from tests.terraform.code import Code
from tests.terraform.plan import Plan, only
from tests.terraform.queries import queries
from tests.terraform.running import SECRETS

_KIND_OF = {collection: kind for kind, collection in COLLECTIONS.items()}
RESEND_DAYS = 90  # a provider's event, or a message, may come again that late


def queries_have_their_index(plan: Plan, _code: Code) -> Iterator[str]:
    indexes = [
        (index["collection"], [field["field_path"] for field in index["fields"]])
        for index in plan.of("google_firestore_index")
    ]
    for query in queries():
        served = any(query.is_served_by(collection, fields) for collection, fields in indexes)
        if query.needs_an_index and not served:
            equal = ", ".join(sorted(query.equal))
            yield f"{query.collection} by {equal} and {query.sort} has no index"


def growing_timestamps_have_no_index(plan: Plan, _code: Code) -> Iterator[str]:
    """All writes of such an index go to one place, which bears about 500 a second."""
    unindexed = {
        (field["collection"], field["field"])
        for field in plan.of("google_firestore_field")
        if [config["indexes"] for config in field["index_config"]] == [[]]
    }
    for kind, collection in COLLECTIONS.items():
        for name, hint in get_type_hints(kind).items():
            if datetime in (hint, *get_args(hint)) and (collection, name) not in unindexed:
                yield f"{collection}.{name} is a timestamp with an index of its own"


def configured_fields_exist(plan: Plan, _code: Code) -> Iterator[str]:
    for field in plan.of("google_firestore_field"):
        kind = _KIND_OF.get(field["collection"])
        if kind is None or field["field"] not in _names(kind):
            yield f"no document has {field['collection']}.{field['field']}"
    for index in plan.of("google_firestore_index"):
        kind = _KIND_OF.get(index["collection"])
        for indexed in index["fields"]:
            if kind is None or indexed["field_path"] not in _names(kind):
                yield f"no document has {index['collection']}.{indexed['field_path']}"


def _names(kind: type[Any]) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def nothing_is_forgotten_too_soon(plan: Plan, _code: Code) -> Iterator[str]:
    """Only what serves repetition may go, and only once nothing can repeat it."""
    for field in plan.of("google_firestore_field"):
        for policy in field["ttl_config"]:
            days = int((policy["expiration_offset"] or "0s").removesuffix("s")) / 86400
            least = {"checkout_keys": 2, "inbox": RESEND_DAYS}.get(field["collection"])
            if least is None or days < least:
                yield f"{field['collection']} would be deleted after {days:g} days"


def the_database_can_be_restored(plan: Plan, _code: Code) -> Iterator[str]:
    database = only(plan.of("google_firestore_database"))
    if database["point_in_time_recovery_enablement"] != "POINT_IN_TIME_RECOVERY_ENABLED":
        yield "there is no point-in-time recovery"
    if database["delete_protection_state"] != "DELETE_PROTECTION_ENABLED":
        yield "the database can be deleted"
    if not plan.of("google_firestore_backup_schedule"):
        yield "there is no backup"


def buckets_are_private(plan: Plan, _code: Code) -> Iterator[str]:
    for bucket in plan.of("google_storage_bucket"):
        if bucket["public_access_prevention"] != "enforced":
            yield f"{bucket['name']} can be made public"
        if bucket["uniform_bucket_level_access"] is not True:
            yield f"{bucket['name']} has access rules per object"


def issued_invoices_stay(plan: Plan, _code: Code) -> Iterator[str]:
    buckets = {name for function in deployed(plan) for name in _buckets(function.environment)}
    for bucket in plan.of("google_storage_bucket"):
        versioned = any(found["enabled"] for found in bucket["versioning"])
        if bucket["name"] in buckets and not versioned:
            yield f"an object of {bucket['name']} can be overwritten for good"


def _buckets(environment: Any) -> Iterator[str]:
    for name, value in environment.items():
        if name.endswith("_BUCKET"):
            yield value


def secrets_are_nowhere(plan: Plan, _code: Code) -> Iterator[str]:
    """Not in the plan, and therefore not in the state that is made from it."""
    text = json.dumps(plan.document)
    for name, value in SECRETS.items():
        if value in text:
            yield f"the value of {name} stands in the plan"
    for version in plan.of("google_secret_manager_secret_version"):
        if version["secret_data"] is not None:
            yield f"{version['secret']} would be kept in the state"


def images_do_not_pile_up(plan: Plan, _code: Code) -> Iterator[str]:
    for repository in plan.of("google_artifact_registry_repository"):
        actions = {policy["action"] for policy in repository["cleanup_policies"]}
        if "DELETE" not in actions or repository["cleanup_policy_dry_run"] is not False:
            yield f"{repository['repository_id']} keeps every image for good"
