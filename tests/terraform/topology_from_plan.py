"""The wiring of a deployment, read from its plan: what `emulators/topology.json` holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.terraform.exports_from_plan import export_buckets, exports, tables
from tests.terraform.grants_from_plan import grants
from tests.terraform.plan import Plan, Values, only

# What the framework reads and the functions do not: the runner has words of its own for these.
ASGI = "FUNCTION_USE_ASGI"
FRAMEWORK = frozenset({ASGI, "THREADS"})


def topology(plan: Plan) -> dict[str, Any]:
    """A document for `emulators.topology.Topology`; everything in order of its name."""
    database = only(plan.of("google_firestore_database"))
    return {
        "project": plan.variable("project_id"),
        "project_number": plan.variable("project_number"),
        "region": plan.variable("region"),
        "firestore": {
            "database": database["name"],
            "indexes": sorted(
                map(_index, plan.of("google_firestore_index")),
                key=lambda found: (found["collection"], found["fields"]),
            ),
            "unindexed": sorted(_unindexed(plan)),
            "ttl": sorted(_ttl(plan), key=lambda found: str(found["collection"])),
        },
        "buckets": [
            _bucket(found)
            for found in sorted(plan.of("google_storage_bucket"), key=lambda one: str(one["name"]))
            if found["name"] in _buckets_of_functions(plan) | set(export_buckets(plan))
        ],
        "topics": sorted(topic["name"] for topic in plan.of("google_pubsub_topic")),
        "subscriptions": _by_name(
            [
                _subscription(found)
                for found in plan.of("google_pubsub_subscription")
                if _push(found)
            ]
        ),
        "exports": _by_name(list(exports(plan))),
        "tables": _by_name(list(tables(plan))),
        "queues": _by_name([_queue(found) for found in plan.of("google_cloud_tasks_queue")]),
        "schedules": _by_name([_schedule(job) for job in plan.of("google_cloud_scheduler_job")]),
        "functions": _by_name(
            [_function(plan, found) for found in plan.of("google_cloudfunctions2_function")]
        ),
        "grants": grants(plan),
        "stripe_events": plan.output("stripe_webhook")["enabled_events"],
    }


def _by_name(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(documents, key=lambda document: str(document["name"]))


def _index(values: Values) -> dict[str, Any]:
    fields = [[field["field_path"], field["order"]] for field in values["fields"]]
    scope = values["query_scope"] or "COLLECTION"
    return {"collection": values["collection"], "scope": scope, "fields": fields}


def _unindexed(plan: Plan) -> Iterator[list[str]]:
    """Fields without the index that every field has by itself."""
    for field in plan.of("google_firestore_field"):
        if [config["indexes"] for config in field["index_config"]] == [[]]:
            yield [field["collection"], field["field"]]


def _ttl(plan: Plan) -> Iterator[dict[str, Any]]:
    for field in plan.of("google_firestore_field"):
        for policy in field["ttl_config"]:
            yield {
                "collection": field["collection"],
                "field": field["field"],
                "offset_seconds": _seconds(policy["expiration_offset"] or "0s"),
            }


def _buckets_of_functions(plan: Plan) -> set[str]:
    """Not the bucket of builds: no function ever meets it."""
    identities = {
        f"serviceAccount:{only(found['service_config'])['service_account_email']}"
        for found in plan.of("google_cloudfunctions2_function")
    }
    grants = plan.of("google_storage_bucket_iam_member")
    return {grant["bucket"] for grant in grants if grant["member"] in identities}


def _bucket(values: Values) -> dict[str, Any]:
    periods = [policy["retention_period"] for policy in values["retention_policy"]]
    return {
        "name": values["name"],
        "uniform_access": values["uniform_bucket_level_access"],
        "public_access_prevention": values["public_access_prevention"],
        "versioned": any(block["enabled"] for block in values["versioning"]),
        "retention_seconds": next(map(int, periods), None),
    }


def _push(subscription: Values) -> bool:
    return bool(subscription["push_config"])


def _subscription(values: Values) -> dict[str, Any]:
    push, retry = only(values["push_config"]), only(values["retry_policy"])
    return {
        "name": values["name"],
        "topic": _short(values["topic"]),
        "filter": values["filter"],
        "ack_deadline_seconds": values["ack_deadline_seconds"],
        "message_retention_seconds": _seconds(values["message_retention_duration"]),
        "push_endpoint": push["push_endpoint"],
        "oidc": _oidc(push),
        "retry": {
            "minimum_backoff_seconds": _seconds(retry["minimum_backoff"]),
            "maximum_backoff_seconds": _seconds(retry["maximum_backoff"]),
        },
        "dead_letter": _dead_letter(values["dead_letter_policy"]),
    }


def _dead_letter(policies: list[Values]) -> dict[str, Any] | None:
    for policy in policies:
        return {
            "topic": _short(policy["dead_letter_topic"]),
            "max_delivery_attempts": policy["max_delivery_attempts"],
        }
    return None


def _queue(values: Values) -> dict[str, Any]:
    rates, retry = only(values["rate_limits"]), only(values["retry_config"])
    return {
        "name": values["name"],
        "rate_limits": {
            "max_dispatches_per_second": rates["max_dispatches_per_second"],
            "max_concurrent_dispatches": rates["max_concurrent_dispatches"],
        },
        "retry_config": {
            "max_attempts": retry["max_attempts"],
            "max_retry_duration_seconds": _seconds(retry["max_retry_duration"]),
            "min_backoff_seconds": _seconds(retry["min_backoff"]),
            "max_backoff_seconds": _seconds(retry["max_backoff"]),
            "max_doublings": retry["max_doublings"],
        },
    }


def _schedule(values: Values) -> dict[str, Any]:
    target = only(values["http_target"])
    return {
        "name": values["name"],
        "schedule": values["schedule"],
        "time_zone": values["time_zone"],
        "uri": target["uri"],
        "http_method": target["http_method"],
        "oidc": _oidc(target),
        "retry_count": only(values["retry_config"])["retry_count"],
    }


def _oidc(target: Values) -> dict[str, Any]:
    token = only(target["oidc_token"])
    return {
        "service_account_email": token["service_account_email"],
        "audience": token["audience"],
    }


def _function(plan: Plan, values: Values) -> dict[str, Any]:
    service = only(values["service_config"])
    environment = service["environment_variables"]
    return {
        "name": values["name"],
        "entry_point": only(values["build_config"])["entry_point"],
        "uri": service["uri"],
        "service_account": service["service_account_email"],
        "public": values["name"] in _public(plan),
        "timeout_seconds": service["timeout_seconds"],
        "concurrency": service["max_instance_request_concurrency"],
        "memory": service["available_memory"],
        "asgi": environment.get(ASGI) == "true",
        "environment": {
            name: value for name, value in environment.items() if name not in FRAMEWORK
        },
        "secret_environment": [
            {name: secret[name] for name in ("key", "secret", "version")}
            for secret in service["secret_environment_variables"]
        ],
    }


def _public(plan: Plan) -> set[str]:
    grants = plan.of("google_cloud_run_v2_service_iam_member")
    return {grant["name"] for grant in grants if grant["member"] == "allUsers"}


def _short(name: str) -> str:
    """`projects/P/topics/T` → `T`."""
    return name.rpartition("/")[2]


def _seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))
