from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.terraform.plan import Plan, only
from tests.terraform.running import Terraform

OWNER, REPOSITORY = "7", "42"


@pytest.fixture(scope="module")
def bootstrap(resolving: Terraform, folder: Path) -> Plan:
    root = folder / "bootstrap"
    resolving.run(root, "init", "-input=false")
    repository = f'{{owner_id = "{OWNER}", id = "{REPOSITORY}"}}'
    variables = ("-var=project_id=kvitto-local", f"-var=repository={repository}")
    resolving.run(root, "plan", "-input=false", "-lock=false", "-out=plan", *variables)
    return Plan(resolving.shown(root))


def test_only_workflows_of_the_one_repository_get_in(bootstrap: Plan) -> None:
    provider = only(bootstrap.of("google_iam_workload_identity_pool_provider"))

    assert f"repository_owner_id == '{OWNER}'" in provider["attribute_condition"]
    assert f"repository_id == '{REPOSITORY}'" in provider["attribute_condition"]


def test_only_the_branch_may_deploy(bootstrap: Plan) -> None:
    (deploys,) = (
        grant["member"]
        for grant in bootstrap.of("google_service_account_iam_member")
        if "deployer@" in grant["service_account_id"]
    )

    assert deploys.endswith("/attribute.ref/refs/heads/main")


def test_the_planner_changes_nothing(bootstrap: Plan) -> None:
    assert _roles(bootstrap, "planner") == {"roles/viewer", "roles/iam.securityReviewer"}


def test_the_deployer_gives_no_role_on_the_project_but_two(bootstrap: Plan) -> None:
    (grant,) = (
        grant
        for grant in bootstrap.of("google_project_iam_member")
        if grant["role"] == "roles/resourcemanager.projectIamAdmin"
    )

    expression = only(grant["condition"])["expression"]
    assert 'hasOnly(["roles/datastore.user","roles/logging.logWriter"])' in expression
    assert not _roles(bootstrap, "deployer") & {"roles/owner", "roles/editor"}


def test_the_state_is_private_and_keeps_its_past(bootstrap: Plan) -> None:
    bucket = only(bootstrap.of("google_storage_bucket"))

    assert bucket["public_access_prevention"] == "enforced"
    assert only(bucket["versioning"])["enabled"] is True


def _roles(plan: Plan, account: str) -> set[Any]:
    return {
        grant["role"]
        for grant in plan.of("google_project_iam_member")
        if grant["member"].startswith(f"serviceAccount:{account}@")
    }
