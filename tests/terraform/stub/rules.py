"""Rules of the google provider that its schema cannot hold: ranges, patterns, one-of-many.

Each takes the configuration of a resource, in which anything may still be unknown, and yields
what the provider (or the API behind it) would refuse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.terraform.stub.behaviour import Refusal
from tests.terraform.stub.planning import Value

Rule = Callable[[Value], Iterator[Refusal]]

_LABEL = re.compile(r"[a-z0-9_-]{0,63}")
_DURATION = re.compile(r"\d+(\.\d+)?s")
_CONCURRENT_CPU_MIN = 1.0


def labels_are_legal(config: Value) -> Iterator[Refusal]:
    labels = config.get("labels")
    for pair in labels.items() if isinstance(labels, dict) else ():
        if any(isinstance(text, str) and not _LABEL.fullmatch(text) for text in pair):
            yield Refusal(("labels",), f"{pair}: lower case letters, digits, _ and - only")


def _matches(name: str, pattern: str) -> Rule:
    expression = re.compile(pattern)

    def rule(config: Value) -> Iterator[Refusal]:
        value = config.get(name)
        if isinstance(value, str) and not expression.fullmatch(value):
            yield Refusal((name,), f"{name} is {value!r}; it must match {pattern}")

    return rule


def _within(path: str, smallest: float, largest: float) -> Rule:
    """`path` is an attribute, or one inside a block: `dead_letter_policy.max_delivery_attempts`."""

    def rule(config: Value) -> Iterator[Refusal]:
        for value in _values(config, path):
            if isinstance(value, int | float) and not smallest <= value <= largest:
                yield Refusal(
                    _steps(path), f"{path} is {value}; it must be {smallest} to {largest}"
                )

    return rule


def _durations(*paths: str) -> Rule:
    def rule(config: Value) -> Iterator[Refusal]:
        for path in paths:
            for value in _values(config, path):
                if isinstance(value, str) and not _DURATION.fullmatch(value):
                    yield Refusal(_steps(path), f"{path} is {value!r}; it must look like 3.5s")

    return rule


def _values(config: Mapping[str, Any], path: str) -> Iterator[Any]:
    block, _, name = path.rpartition(".")
    if block:
        yield from (item.get(name) for item in _blocks(config, block))
    else:
        yield config.get(name)


def _blocks(config: Mapping[str, Any], name: str) -> list[Value]:
    """The blocks of that name which are known by now."""
    found = config.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _steps(path: str) -> tuple[str | int, ...]:
    block, _, name = path.rpartition(".")
    return (block, 0, name) if block else (name,)


def _one_destination(config: Value) -> Iterator[Refusal]:
    blocks = ("push_config", "bigquery_config", "cloud_storage_config")
    if sum(bool(config.get(block)) for block in blocks) > 1:
        yield Refusal((), f"only one of {', '.join(blocks)} may be set")


def _concurrency_needs_a_cpu(config: Value) -> Iterator[Refusal]:
    for service in _blocks(config, "service_config"):
        concurrency, cpu = service["max_instance_request_concurrency"], service["available_cpu"]
        if isinstance(concurrency, int) and concurrency > 1 and _is_fraction(cpu):
            yield Refusal(
                ("service_config", 0, "available_cpu"),
                f"{concurrency} requests at once need available_cpu of at least 1",
            )


def _is_fraction(cpu: object) -> bool:
    """Left out, the CPU follows from the memory, and 512Mi gives a third of one."""
    return cpu is None or (isinstance(cpu, str) and float(cpu) < _CONCURRENT_CPU_MIN)


def _secret_data_is_one(config: Value) -> Iterator[Refusal]:
    given = [name for name in ("secret_data", "secret_data_wo") if config[name] is not None]
    if len(given) != 1:
        yield Refusal((), "exactly one of secret_data, secret_data_wo must be set")
    if "secret_data_wo" in given and config["secret_data_wo_version"] is None:
        yield Refusal(("secret_data_wo_version",), "required with secret_data_wo")


def _cron_has_five_fields(config: Value) -> Iterator[Refusal]:
    schedule = config.get("schedule")
    if isinstance(schedule, str) and len(schedule.split()) != 5:
        yield Refusal(("schedule",), f"{schedule!r} is no unix-cron schedule")


def _composite_has_two_fields(config: Value) -> Iterator[Refusal]:
    if isinstance(config["fields"], list) and len(config["fields"]) < 2:
        yield Refusal(("fields",), "a composite index needs at least two fields")


def _filters_name_a_resource(config: Value) -> Iterator[Refusal]:
    for condition in _blocks(config, "conditions"):
        for kind in ("condition_threshold", "condition_absent"):
            for text in _values(condition, f"{kind}.filter"):
                if isinstance(text, str) and not re.search(r"resource\.type|select_slo", text):
                    yield Refusal(("conditions",), f"{text!r} names no resource.type")


def _is_json(name: str) -> Rule:
    def rule(config: Value) -> Iterator[Refusal]:
        text = config.get(name)
        try:
            json.loads(text if isinstance(text, str) else "null")
        except ValueError as error:
            yield Refusal((name,), f"{name} is not JSON: {error}")

    return rule


RULES: dict[str, tuple[Rule, ...]] = {
    "google_bigquery_table": (_is_json("schema"),),
    "google_cloud_scheduler_job": (_cron_has_five_fields, _durations("attempt_deadline")),
    "google_cloud_tasks_queue": (
        _matches("name", r"[A-Za-z0-9-]{1,100}"),
        _within("rate_limits.max_dispatches_per_second", 0, 500),
        _within("rate_limits.max_concurrent_dispatches", 0, 5000),
        _durations(
            "retry_config.max_retry_duration",
            "retry_config.min_backoff",
            "retry_config.max_backoff",
        ),
    ),
    "google_cloudfunctions2_function": (
        _matches("name", r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?"),
        _within("service_config.timeout_seconds", 1, 3600),
        _within("service_config.max_instance_request_concurrency", 1, 1000),
        _concurrency_needs_a_cpu,
    ),
    "google_firestore_index": (_composite_has_two_fields,),
    "google_monitoring_alert_policy": (_filters_name_a_resource,),
    "google_monitoring_dashboard": (_is_json("dashboard_json"),),
    "google_pubsub_subscription": (
        _within("ack_deadline_seconds", 10, 600),
        _within("dead_letter_policy.max_delivery_attempts", 5, 100),
        _durations(
            "message_retention_duration",
            "retry_policy.minimum_backoff",
            "retry_policy.maximum_backoff",
        ),
        _one_destination,
    ),
    "google_pubsub_topic": (_matches("name", r"(?!goog)[A-Za-z][A-Za-z0-9_.~+%-]{2,254}"),),
    "google_secret_manager_secret_version": (_secret_data_is_one,),
    "google_service_account": (_matches("account_id", r"[a-z][a-z0-9-]{4,28}[a-z0-9]"),),
    "google_storage_bucket": (_matches("name", r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"),),
}
