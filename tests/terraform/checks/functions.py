"""Each function is deployed as its code needs it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from tests.terraform.checks.deployment import deployed
from tests.terraform.code import Code
from tests.terraform.plan import Plan, only
from tests.terraform.topology_from_plan import ASGI, FRAMEWORK

PUBLIC = {"checkout", "webhook-intake"}
FROM_OUTSIDE = {"backoffice"}  # people call it from where they are, as an identity of the project
RUNTIMES = {"python311", "python312", "python313"}

# Have a default, but one that a deployment may well want otherwise.
OFFERED = {"RECEIPT_SILENCE_SECONDS"}

# Read by a library, not by our settings: boto3 looks for its credentials itself.
READ_BY_LIBRARIES = {"receipt_mailer": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}}


def every_folder_is_deployed(plan: Plan, code: Code) -> Iterator[str]:
    folders = {function.folder for function in deployed(plan)}
    for folder in folders ^ code.functions.keys():
        yield f"functions/{folder} and the plan disagree on whether it exists"


def entry_points_exist(plan: Plan, code: Code) -> Iterator[str]:
    for function in deployed(plan):
        found = code.functions.get(function.folder)
        entry_point = function.build["entry_point"]
        if found and entry_point not in found.entry_points:
            yield f"{function.name}: main.py has no {entry_point}"


def settings_are_set(plan: Plan, code: Code) -> Iterator[str]:
    """All that has no default, and nothing that nobody reads or that is for the laptop only."""
    for function in deployed(plan):
        found = code.functions.get(function.folder)
        if not found:
            continue
        given = {*function.environment, *(secret["key"] for secret in function.secrets)}
        needed = found.required | READ_BY_LIBRARIES.get(function.folder, set())
        for name in needed - given:
            yield f"{function.name} needs {name}"
        for name in given - needed - FRAMEWORK - (found.optional & OFFERED):
            yield f"{function.name} is given {name}, which it does not read"


def secrets_are_pinned(plan: Plan, _code: Code) -> Iterator[str]:
    """A version is read when an instance starts; `latest` would differ between instances."""
    for function in deployed(plan):
        for secret in function.secrets:
            if not secret["version"].isdigit():
                yield f"{function.name} reads {secret['secret']} at {secret['version']}"


def threads_match_concurrency(plan: Plan, _code: Code) -> Iterator[str]:
    """Fewer threads than requests let in would make requests wait inside a busy instance."""
    for function in deployed(plan):
        environment = function.environment
        concurrency = function.service["max_instance_request_concurrency"]
        if ASGI not in environment and environment.get("THREADS") != str(concurrency):
            yield f"{function.name}: {environment.get('THREADS')} threads for {concurrency}"


def only_what_is_meant_to_be_is_public(plan: Plan, _code: Code) -> Iterator[str]:
    grants = plan.of("google_cloud_run_v2_service_iam_member")
    anybody = {"allUsers", "allAuthenticatedUsers"}
    public = {grant["name"] for grant in grants if grant["member"] in anybody}
    for name in public ^ PUBLIC:
        yield f"{name}: {'public, and should not be' if name in public else 'not public'}"


def private_functions_take_internal_calls_only(plan: Plan, _code: Code) -> Iterator[str]:
    for function in deployed(plan):
        ingress = function.service["ingress_settings"]
        if function.name not in PUBLIC | FROM_OUTSIDE and ingress != "ALLOW_INTERNAL_ONLY":
            yield f"{function.name} takes calls from outside: {ingress}"
        if function.name in FROM_OUTSIDE and ingress != "ALLOW_ALL":
            yield f"{function.name} cannot be called from where people are: {ingress}"


def each_function_is_itself(plan: Plan, _code: Code) -> Iterator[str]:
    """Its own identity, so that its rights are its own."""
    for member, count in Counter(function.member for function in deployed(plan)).items():
        if count > 1:
            yield f"{member} is {count} functions"


def archives_carry_their_hash(plan: Plan, _code: Code) -> Iterator[str]:
    """A change of the code is otherwise no change to Terraform."""
    for function in deployed(plan):
        name = only(only(function.build["source"])["storage_source"])["object"]
        if not re.fullmatch(rf"{function.name}-[0-9a-f]{{64}}\.zip", name):
            yield f"{function.name} is built from {name}"


def runtimes_are_supported(plan: Plan, _code: Code) -> Iterator[str]:
    for function in deployed(plan):
        if function.build["runtime"] not in RUNTIMES:
            yield f"{function.name} runs on {function.build['runtime']}"
