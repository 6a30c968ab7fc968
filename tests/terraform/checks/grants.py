"""Each identity has every right it needs, and not one more."""

from __future__ import annotations

from collections.abc import Iterator

from tests.terraform.checks.deployment import Deployed, at, deployed
from tests.terraform.code import Code
from tests.terraform.plan import Plan, Values, only

Grant = tuple[str, str, str]  # on what, which role, to whom

# The code's own calls to the archive: `read` and `describe` read, `create` creates.
_READS, _CREATES = "roles/storage.objectViewer", "roles/storage.objectCreator"
ARCHIVE_ROLES = {
    "checkout": {_READS},
    "invoice_generator": {_READS, _CREATES},
    "receipt_mailer": {_READS},
}

# Roles on the whole project, and why there is no smaller place for them.
PROJECT_ROLES = {
    "roles/datastore.user": "Firestore has no roles below the project; a condition names the base",
    "roles/logging.logWriter": "Cloud Build writes its log into the project",
}

# Whoever has one of these on an identity can call as it.
TOKEN_ROLES = {
    "roles/iam.serviceAccountOpenIdTokenCreator",
    "roles/iam.serviceAccountTokenCreator",
}

_ON = {  # the attribute that says what a grant is on
    "google_pubsub_topic_iam_member": "topic",
    "google_cloud_tasks_queue_iam_member": "name",
    "google_storage_bucket_iam_member": "bucket",
    "google_secret_manager_secret_iam_member": "secret_id",
}


def _given(plan: Plan, type_name: str, members: set[str]) -> set[Grant]:
    return {
        (_short(grant[_ON[type_name]]), grant["role"], grant["member"])
        for grant in plan.of(type_name)
        if grant["member"] in members
    }


def _short(name: str) -> str:
    return name.rpartition("/")[2]


def _set_to(function: Deployed, ending: str) -> Iterator[str]:
    for name, value in function.environment.items():
        if name.endswith(ending):
            yield _short(value)


def _compare(plan: Plan, type_name: str, needed: set[Grant]) -> Iterator[str]:
    given = _given(plan, type_name, {function.member for function in deployed(plan)})
    for on, role, member in needed - given:
        yield f"{member} lacks {role} on {on}"
    for on, role, member in given - needed:
        yield f"{member} needs no {role} on {on}"


def topics_are_published_to_by_those_who_must(plan: Plan, _code: Code) -> Iterator[str]:
    needed = {
        (topic, "roles/pubsub.publisher", function.member)
        for function in deployed(plan)
        for topic in _set_to(function, "_TOPIC")
    }
    yield from _compare(plan, "google_pubsub_topic_iam_member", needed)


def queues_are_filled_by_those_who_must(plan: Plan, _code: Code) -> Iterator[str]:
    needed = {
        (queue, "roles/cloudtasks.enqueuer", function.member)
        for function in deployed(plan)
        for queue in _set_to(function, "_QUEUE")
    }
    yield from _compare(plan, "google_cloud_tasks_queue_iam_member", needed)


def buckets_are_used_by_those_who_must(plan: Plan, _code: Code) -> Iterator[str]:
    needed = {
        (bucket, role, function.member)
        for function in deployed(plan)
        for bucket in _set_to(function, "_BUCKET")
        for role in ARCHIVE_ROLES[function.folder]
    }
    yield from _compare(plan, "google_storage_bucket_iam_member", needed)


def secrets_are_read_by_those_who_must(plan: Plan, _code: Code) -> Iterator[str]:
    needed = {
        (secret["secret"], "roles/secretmanager.secretAccessor", function.member)
        for function in deployed(plan)
        for secret in function.secrets
    }
    yield from _compare(plan, "google_secret_manager_secret_iam_member", needed)


def tasks_carry_a_token_their_maker_may_use(plan: Plan, _code: Code) -> Iterator[str]:
    """Whoever makes a task with a token must be allowed to act as the token's identity."""
    role = "roles/iam.serviceAccountUser"
    given = {
        (_short(grant["service_account_id"]), grant["member"])
        for grant in plan.of("google_service_account_iam_member")
        if grant["role"] == role
    }
    makers = [function for function in deployed(plan) if any(_set_to(function, "_QUEUE"))]
    needed = {(function.environment["TASKS_INVOKER"], function.member) for function in makers}
    for account, member in needed - given:
        yield f"{member} lacks {role} on {account}"
    for account, member in given - needed:
        yield f"{member} needs no {role} on {account}"


def databases_are_opened_to_those_who_must(plan: Plan, _code: Code) -> Iterator[str]:
    given = {
        (grant["member"], condition["expression"])
        for grant in plan.of("google_project_iam_member")
        if grant["role"] == "roles/datastore.user"
        for condition in grant["condition"] or [{"expression": "none"}]
    }
    name = only(plan.of("google_firestore_database"))["id"]
    needed = {
        (function.member, f'resource.name == "{name}"')
        for function in deployed(plan)
        if "FIRESTORE_DATABASE" in function.environment
    }
    for member, condition in needed ^ given:
        verb = "lacks" if (member, condition) in needed else "should not have"
        yield f"{member} {verb} the database where {condition}"


def callers_may_call(plan: Plan, _code: Code) -> Iterator[str]:
    """Each invoker calls what it is for, and nothing else."""
    given = {
        (grant["name"], grant["member"])
        for grant in plan.of("google_cloud_run_v2_service_iam_member")
        if grant["role"] == "roles/run.invoker" and grant["member"] != "allUsers"
    }
    needed = set(_calls(plan))
    for name, member in needed - given:
        yield f"{member} may not call {name}"
    for name, member in given - needed:
        yield f"{member} needs not call {name}"


def _calls(plan: Plan) -> Iterator[tuple[str, str]]:
    for subscription in plan.of("google_pubsub_subscription"):
        for push in subscription["push_config"]:
            yield from _call(plan, push["push_endpoint"], push["oidc_token"])
    for job in plan.of("google_cloud_scheduler_job"):
        target = only(job["http_target"])
        yield from _call(plan, target["uri"], target["oidc_token"])
    for function in deployed(plan):
        for setting in ("NUMBERER_URL", "MAILER_URL"):
            if setting in function.environment:
                token = {"service_account_email": function.environment["TASKS_INVOKER"]}
                yield from _call(plan, function.environment[setting], [token])
        for caller in function.environment.get("BACKOFFICE_CALLERS", "").split(","):
            if caller:
                yield from _call(plan, function.uri, [{"service_account_email": caller}])


def _call(plan: Plan, url: str, tokens: list[Values]) -> Iterator[tuple[str, str]]:
    function = at(plan, url)
    for token in tokens if function else ():
        yield function.name, f"serviceAccount:{token['service_account_email']}"  # type: ignore[union-attr]  # the loop is empty without one


def operators_act_as_the_backoffice(plan: Plan, _code: Code) -> Iterator[str]:
    """Those who are named may get a token of the identity that people call as; nobody else may."""
    callers = {
        caller
        for function in deployed(plan)
        for caller in function.environment.get("BACKOFFICE_CALLERS", "").split(",")
        if caller
    }
    given = {
        (_short(grant["service_account_id"]), grant["member"])
        for grant in plan.of("google_service_account_iam_member")
        if grant["role"] in TOKEN_ROLES and _short(grant["service_account_id"]) in callers
    }
    needed = {(caller, member) for caller in callers for member in plan.variable("operators")}
    for caller, member in needed - given:
        yield f"{member} may not act as {caller}"
    for caller, member in given - needed:
        yield f"{member} acts as {caller}, and is no operator"


def giving_up_is_granted(plan: Plan, _code: Code) -> Iterator[str]:
    """Without both grants Pub/Sub never dead-letters, and says nothing."""
    number = plan.variable("project_number")
    agent = f"serviceAccount:service-{number}@gcp-sa-pubsub.iam.gserviceaccount.com"
    publishes = {
        _short(grant["topic"])
        for grant in plan.of("google_pubsub_topic_iam_member")
        if (grant["member"], grant["role"]) == (agent, "roles/pubsub.publisher")
    }
    acknowledges = {
        _short(grant["subscription"])
        for grant in plan.of("google_pubsub_subscription_iam_member")
        if (grant["member"], grant["role"]) == (agent, "roles/pubsub.subscriber")
    }
    for subscription in plan.of("google_pubsub_subscription"):
        for policy in subscription["dead_letter_policy"]:
            if _short(policy["dead_letter_topic"]) not in publishes:
                yield f"Pub/Sub may not publish to {policy['dead_letter_topic']}"
            if subscription["name"] not in acknowledges:
                yield f"Pub/Sub may not take messages off {subscription['name']}"


def project_roles_are_few(plan: Plan, _code: Code) -> Iterator[str]:
    for grant in plan.of("google_project_iam_member"):
        if grant["role"] not in PROJECT_ROLES:
            yield f"{grant['member']} has {grant['role']} on the whole project"


def nothing_but_functions_is_public(plan: Plan, _code: Code) -> Iterator[str]:
    for resource in plan.resources:
        member = resource.values.get("member")
        public = member in {"allUsers", "allAuthenticatedUsers"}
        if public and resource.type != "google_cloud_run_v2_service_iam_member":
            yield f"{resource.address} is for {member}"
