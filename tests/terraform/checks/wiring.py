"""Everything that is sent arrives, where it should and from whom it should."""

from __future__ import annotations

from collections.abc import Iterator

from shared.events.stripe import API_VERSION, SUBSCRIBED_TYPES
from tests.terraform.checks.deployment import Deployed, at, deployed
from tests.terraform.code import Code
from tests.terraform.plan import Plan, Values, only

_KINDS = {  # the end of a setting's name → the type it names, and by which attribute
    "_BUCKET": ("google_storage_bucket", "name"),
    "_QUEUE": ("google_cloud_tasks_queue", "id"),
    "_TOPIC": ("google_pubsub_topic", "id"),
    "_INVOKER": ("google_service_account", "email"),
}


def _pushes(plan: Plan) -> Iterator[tuple[Values, Values]]:
    for subscription in plan.of("google_pubsub_subscription"):
        for push in subscription["push_config"]:
            yield subscription, push


def _targets(plan: Plan) -> Iterator[tuple[str, str, Values, str]]:
    """All that calls a function by itself: its name, where, with which token, by which route."""
    for subscription, push in _pushes(plan):
        yield subscription["name"], push["push_endpoint"], push, "push_paths"
    for job in plan.of("google_cloud_scheduler_job"):
        target = only(job["http_target"])
        yield job["name"], target["uri"], target, "schedule_paths"


def audiences_are_addresses(plan: Plan, _code: Code) -> Iterator[str]:
    """Cloud Run accepts a token for its own address only, and so does our own check."""
    for function in deployed(plan):
        if function.environment.get("AUDIENCE", function.uri) != function.uri:
            yield f"{function.name} expects {function.environment['AUDIENCE']}"
    for name, url, target, _ in _targets(plan):
        function_called = at(plan, url)
        tokens = target["oidc_token"]
        if not tokens:
            yield f"{name} calls without a token"
        elif function_called is None or tokens[0]["audience"] != function_called.uri:
            yield f"{name} calls {url} with a token for {tokens[0]['audience']}"


def paths_are_served(plan: Plan, code: Code) -> Iterator[str]:
    for name, url, _, route in _targets(plan):
        function = at(plan, url)
        served = getattr(code.functions[function.folder], route) if function else ()
        if function is None or url.removeprefix(function.uri) not in served:
            yield f"{name} calls {url}, where nothing is served"


def callers_are_expected(plan: Plan, _code: Code) -> Iterator[str]:
    """The function checks the caller's identity a second time, against its settings."""
    for name, url, target, route in _targets(plan):
        function = at(plan, url)
        setting = "PUSH_INVOKER" if route == "push_paths" else "SCHEDULER_INVOKER"
        for token in target["oidc_token"]:
            if function and function.environment.get(setting) != token["service_account_email"]:
                yield f"{name} calls as {token['service_account_email']}, which is not {setting}"


def deadlines_exceed_timeouts(plan: Plan, _code: Code) -> Iterator[str]:
    """Or a slow success is delivered again while it is still running."""
    for subscription, push in _pushes(plan):
        function = at(plan, push["push_endpoint"])
        deadline = subscription["ack_deadline_seconds"]
        if function and deadline <= function.service["timeout_seconds"]:
            yield f"{subscription['name']} waits {deadline} s"
    for job in plan.of("google_cloud_scheduler_job"):
        function = at(plan, only(job["http_target"])["uri"])
        deadline = int((job["attempt_deadline"] or "180s").removesuffix("s"))
        if function and deadline < function.service["timeout_seconds"]:
            yield f"{job['name']} waits {deadline} s"


def every_push_route_is_fed(plan: Plan, code: Code) -> Iterator[str]:
    called = {url for _, url, _, _ in _targets(plan)}
    for function in deployed(plan):
        found = code.functions.get(function.folder)
        for path in found.push_paths | found.schedule_paths if found else ():
            if f"{function.uri}{path}" not in called:
                yield f"nothing ever calls {function.name} at {path}"


def every_topic_is_read(plan: Plan, _code: Code) -> Iterator[str]:
    """What is published to a topic without a subscription is lost at once."""
    read = {subscription["topic"] for subscription in plan.of("google_pubsub_subscription")}
    for topic in plan.of("google_pubsub_topic"):
        if topic["id"] not in read:
            yield f"nobody reads {topic['name']}"


def idle_subscriptions_stay(plan: Plan, _code: Code) -> Iterator[str]:
    """By default Pub/Sub deletes a subscription that was idle for 31 days."""
    for subscription in plan.of("google_pubsub_subscription"):
        if [policy["ttl"] for policy in subscription["expiration_policy"]] != [""]:
            yield f"{subscription['name']} may expire"


def poison_is_given_up_on(plan: Plan, _code: Code) -> Iterator[str]:
    """Everything but the dead letters themselves ends there, after some attempts."""
    subscriptions = plan.of("google_pubsub_subscription")
    ends = {
        policy["dead_letter_topic"]
        for subscription in subscriptions
        for policy in subscription["dead_letter_policy"]
    }
    for subscription in subscriptions:
        if not subscription["dead_letter_policy"] and subscription["topic"] not in ends:
            yield f"{subscription['name']} never gives up"


def stripe_sends_what_the_code_reads(plan: Plan, _code: Code) -> Iterator[str]:
    endpoint = plan.output("stripe_webhook")
    if endpoint["api_version"] != API_VERSION:
        yield f"events are asked for in API version {endpoint['api_version']}"
    asked = set(endpoint["enabled_events"])
    for event_type in asked ^ set(SUBSCRIBED_TYPES):
        yield f"{event_type}: {'nobody reads it' if event_type in asked else 'not asked for'}"


def settings_name_what_exists(plan: Plan, _code: Code) -> Iterator[str]:
    for function in deployed(plan):
        for name, value in function.environment.items():
            yield from _named_wrongly(plan, function, name, value)


def _named_wrongly(plan: Plan, function: Deployed, name: str, value: str) -> Iterator[str]:
    for ending, (kind, attribute) in _KINDS.items():
        if name.endswith(ending) and value not in {found[attribute] for found in plan.of(kind)}:
            yield f"{function.name}: {name} is {value}, which the plan does not make"
    other = name.endswith("_URL") and name not in {"PUBLIC_URL", "ORDER_PAGE_URL"}
    if other and value not in {found.uri for found in deployed(plan)}:
        yield f"{function.name}: {name} is {value}, where no function is"
    if name == "FIRESTORE_DATABASE" and value != only(plan.of("google_firestore_database"))["name"]:
        yield f"{function.name}: there is no database {value}"
