"""Somebody is told when something is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from shared.edge.logs import FIELDS
from tests.terraform.code import Code
from tests.terraform.plan import Plan
from tests.terraform.running import ROOT

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

# No errors, and still worth telling somebody when there are many.
ALSO_WATCHED = {"receipt outcome unknown", "relay left to the sweep", "signature refused"}

# Errors that somebody is told of by another message.
TOLD_OTHERWISE = {"signed but unreadable": "dead letter kept"}

_HANDBOOK = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
_LINK = re.compile(r"docs/operations\.md#([a-z0-9-]+)$")


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


def what_matters_is_watched(plan: Plan, code: Code) -> Iterator[str]:
    """Every message that is logged as an error is counted by a metric that an alert looks at."""
    watched = {counted for _, text in _alerts(plan) for counted in _COUNTED.findall(text)}
    told = {
        message
        for metric in plan.of("google_logging_metric")
        if metric["name"] in watched
        for message in _MESSAGE.findall(metric["filter"])
    }
    for message in (code.errors | ALSO_WATCHED) - TOLD_OTHERWISE.keys() - told:
        yield f"nobody is told of {message!r}"


def alerts_reach_somebody(plan: Plan, _code: Code) -> Iterator[str]:
    for policy in plan.of("google_monitoring_alert_policy"):
        if not policy["notification_channels"]:
            yield f"{policy['display_name']!r} tells nobody"
        if not policy["documentation"] or not policy["documentation"][0]["content"]:
            yield f"{policy['display_name']!r} does not say what to do"


def alerts_lead_to_their_section(plan: Plan, _code: Code) -> Iterator[str]:
    """Whoever is woken is one click from what to do, and finds nothing there that is no more."""
    sections = set(_sections())
    linked = set()
    for policy in plan.of("google_monitoring_alert_policy"):
        found = _LINK.search(policy["documentation"][0]["content"])
        linked.add(found[1] if found else "")
        if not found or found[1] not in sections:
            yield f"{policy['display_name']!r} leads to no section"
    for section in sections - linked:
        yield f"no alert leads to #{section}"


def _sections() -> Iterator[str]:
    """The anchors of the headings below `## Alerts`, as they are made of headings everywhere."""
    _, _, alerts = _HANDBOOK.partition("\n## Alerts\n")
    for title in re.findall(r"^### (.+)$", alerts.partition("\n## ")[0], re.MULTILINE):
        yield re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
