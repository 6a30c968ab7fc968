"""Somebody is told when something is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from shared.edge.logs import FIELDS
from tests.terraform.code import Code
from tests.terraform.plan import Plan

_COUNTED = re.compile(r"logging\.googleapis\.com/user/([^\"]+)")
_METRIC = re.compile(r'metric\.type="([^"]+)"')
_MESSAGE = re.compile(r'jsonPayload\.message="([^"]+)"')
_FIELD = re.compile(r"jsonPayload\.(\w+)")
_OF_EVERY_LINE = {"message", "stack_trace"}

# Google's own metrics that we rely on; source: docs.cloud.google.com/monitoring/api/metrics_gcp.
NATIVE = {
    "cloudtasks.googleapis.com/queue/depth",
    "pubsub.googleapis.com/subscription/dead_letter_message_count",
    "pubsub.googleapis.com/subscription/oldest_unacked_message_age",
    "run.googleapis.com/container/instance_count",
    "run.googleapis.com/request_count",
    "run.googleapis.com/request_latencies",
}

# What somebody must be told about: the message, counted by the metric that an alert looks at.
WATCHED = {
    "dead letter kept",
    "document differs from the one kept",
    "event of the wrong mode",
    "event parked",
    "not published",
    "receipt outcome unknown",
    "relay left to the sweep",
    "signature refused",
    "unhandled",
}


def _alerts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Every alert policy's name, with each of its filters."""
    for policy in plan.of("google_monitoring_alert_policy"):
        for condition in policy["conditions"]:
            for kind in ("condition_threshold", "condition_absent"):
                for block in condition[kind]:
                    yield policy["display_name"], block["filter"]


def counted_messages_are_logged(plan: Plan, code: Code) -> Iterator[str]:
    for metric in plan.of("google_logging_metric"):
        for message in _MESSAGE.findall(metric["filter"]):
            if message not in code.messages:
                yield f"{metric['name']} counts {message!r}, which nobody logs"
        for field in _FIELD.findall(metric["filter"]):
            if field not in {*FIELDS, *_OF_EVERY_LINE}:
                yield f"{metric['name']} looks at {field}, which no line has"


def metrics_exist(plan: Plan, _code: Code) -> Iterator[str]:
    ours = {metric["name"] for metric in plan.of("google_logging_metric")}
    texts = list(_alerts(plan))
    for board in plan.of("google_monitoring_dashboard"):
        unescaped = json.dumps(json.loads(board["dashboard_json"])).replace('\\"', '"')
        texts.append(("the dashboard", unescaped))
    for name, text in texts:
        for counted in _COUNTED.findall(text):
            if counted not in ours:
                yield f"{name} looks at {counted}, which is not counted"
        for metric in _METRIC.findall(text):
            if metric not in NATIVE and not _COUNTED.search(metric):
                yield f"{name} looks at {metric}, which Google does not measure"


def what_matters_is_watched(plan: Plan, _code: Code) -> Iterator[str]:
    watched = {counted for _, text in _alerts(plan) for counted in _COUNTED.findall(text)}
    told = {
        message
        for metric in plan.of("google_logging_metric")
        if metric["name"] in watched
        for message in _MESSAGE.findall(metric["filter"])
    }
    for message in WATCHED - told:
        yield f"nobody is told of {message!r}"


def alerts_reach_somebody(plan: Plan, _code: Code) -> Iterator[str]:
    for policy in plan.of("google_monitoring_alert_policy"):
        if not policy["notification_channels"]:
            yield f"{policy['display_name']!r} tells nobody"
        if not policy["documentation"] or not policy["documentation"][0]["content"]:
            yield f"{policy['display_name']!r} does not say what to do"
