"""The wiring of a deployment, from what Terraform says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.cli.doctor.terraform_grants import grants
from shared.cli.doctor.terraform_values import NotKvitto, Terraform, Values, block, seconds, short
from shared.cli.doctor.wiring import Wiring

_OF_THE_FRAMEWORK = frozenset({"FUNCTION_USE_ASGI", "THREADS"})
_NAME = "__name__"  # Google adds it to every index


def wiring_of(terraform: Terraform) -> Wiring:
    """`NotKvitto` or pydantic's `ValidationError` if something is missing."""
    function = terraform.the("google_cloudfunctions2_function")
    webhook = terraform.output("stripe_webhook")
    try:
        return Wiring.model_validate(
            {
                "project": function["project"],
                "region": function["location"],
                "firestore": _firestore(terraform),
                "buckets": [_bucket(one) for one in terraform.of("google_storage_bucket")],
                "topics": [one["name"] for one in terraform.of("google_pubsub_topic")],
                "subscriptions": [
                    _subscription(one)
                    for one in terraform.of("google_pubsub_subscription")
                    if one.get("push_config")
                ],
                "exports": [
                    _export(one)
                    for one in terraform.of("google_pubsub_subscription")
                    if not one.get("push_config")
                ],
                "queues": [_queue(one) for one in terraform.of("google_cloud_tasks_queue")],
                "schedules": [_schedule(one) for one in terraform.of("google_cloud_scheduler_job")],
                "functions": [
                    _function(one) for one in terraform.of("google_cloudfunctions2_function")
                ],
                "grants": list(grants(terraform)),
                "stripe_events": webhook["enabled_events"],
                "stripe_webhook_url": webhook["url"],
            }
        )
    except KeyError as error:
        raise NotKvitto(f"something has no {error}: has it been applied?") from error


def _firestore(terraform: Terraform) -> dict[str, Any]:
    fields = terraform.of("google_firestore_field")
    return {
        "database": terraform.the("google_firestore_database")["name"],
        "indexes": [_index(one) for one in terraform.of("google_firestore_index")],
        "unindexed": [
            (one["collection"], one["field"])
            for one in fields
            if one.get("index_config") and not block(one["index_config"]).get("indexes")
        ],
        "ttl": [
            {"collection": one["collection"], "field": one["field"]}
            for one in fields
            if one.get("ttl_config")
        ],
    }


def _index(values: Values) -> dict[str, Any]:
    fields = [(one["field_path"], one["order"]) for one in values["fields"]]
    return {
        "collection": values["collection"],
        "fields": [field for field in fields if field[0] != _NAME],
    }


def _bucket(values: Values) -> dict[str, Any]:
    retention = block(values.get("retention_policy")).get("retention_period")
    return {
        "name": values["name"],
        "versioned": bool(block(values.get("versioning")).get("enabled")),
        "retention_seconds": int(retention) if retention else None,
    }


def _subscription(values: Values) -> dict[str, Any]:
    push, retry = block(values["push_config"]), block(values.get("retry_policy"))
    return {
        **_source(values),
        "ack_deadline_seconds": values["ack_deadline_seconds"],
        "push_endpoint": push["push_endpoint"],
        "oidc": _oidc(push),
        "retry": {
            "minimum_backoff_seconds": seconds(retry.get("minimum_backoff")),
            "maximum_backoff_seconds": seconds(retry.get("maximum_backoff")),
        }
        if retry
        else None,
    }


def _export(values: Values) -> dict[str, Any]:
    files, rows = block(values.get("cloud_storage_config")), block(values.get("bigquery_config"))
    return {
        **_source(values),
        "files": {"bucket": files["bucket"]} if files else None,
        "rows": {"table": rows["table"]} if rows else None,
    }


def _source(values: Values) -> dict[str, Any]:
    dead_letter = block(values.get("dead_letter_policy"))
    return {
        "name": values["name"],
        "topic": short(values["topic"]),
        "filter": values.get("filter") or "",
        "dead_letter": {
            "topic": short(dead_letter["dead_letter_topic"]),
            "max_delivery_attempts": dead_letter["max_delivery_attempts"],
        }
        if dead_letter
        else None,
    }


def _oidc(target: Values) -> dict[str, Any]:
    token = block(target["oidc_token"])
    return {name: token[name] for name in ("service_account_email", "audience")}


def _queue(values: Values) -> dict[str, Any]:
    rates, retries = block(values["rate_limits"]), block(values["retry_config"])
    return {
        "name": values["name"],
        "rate_limits": {
            name: rates[name] for name in ("max_dispatches_per_second", "max_concurrent_dispatches")
        },
        "retry_config": {
            "max_attempts": retries["max_attempts"],
            "max_retry_duration_seconds": seconds(retries["max_retry_duration"]),
        },
    }


def _schedule(values: Values) -> dict[str, Any]:
    target = block(values["http_target"])
    own = {name: values[name] for name in ("name", "schedule", "time_zone")}
    return {**own, "uri": target["uri"], "oidc": _oidc(target)}


def _function(values: Values) -> dict[str, Any]:
    service = block(values["service_config"])
    return {
        "name": values["name"],
        "uri": service["uri"],
        "service_account": service["service_account_email"],
        "timeout_seconds": service["timeout_seconds"],
        "environment": dict(_settings(service)),
        "secret_environment": [
            {name: one[name] for name in ("key", "secret", "version")}
            for one in service.get("secret_environment_variables") or ()
        ],
    }


def _settings(service: Values) -> Iterator[tuple[str, str]]:
    for name, value in (service.get("environment_variables") or {}).items():
        if name not in _OF_THE_FRAMEWORK:
            yield name, value
