"""The endpoint at Stripe, for those who want Terraform to make it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from shared.events.stripe import API_VERSION, SUBSCRIBED_TYPES
from tests.terraform.plan import Plan
from tests.terraform.running import Terraform, TerraformFailed

VARIABLES = ("-input=false", "-no-color", "-lock=false", "-var=environment=local")


@pytest.fixture(scope="module")
def url(plan: Plan) -> str:
    found: str = plan.output("stripe_webhook")["url"]
    return found


@pytest.fixture(scope="module")
def applied(
    terraform: Terraform, folder: Path, url: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    root = tmp_path_factory.mktemp("stripe") / "stripe"
    shutil.copytree(folder / "stripe", root)
    terraform.run(root, "init", "-input=false")
    terraform.run(root, "apply", *VARIABLES, f"-var=url={url}", "-auto-approve")
    return root


def test_the_endpoint_sends_what_the_code_reads_to_where_it_is_read(
    resolving: Terraform, applied: Path, url: str
) -> None:
    resolving.run(applied, "plan", *VARIABLES, f"-var=url={url}", "-out=plan")
    (endpoint,) = Plan(resolving.shown(applied)).of("stripe_webhook_endpoint")

    assert endpoint["url"] == url
    assert endpoint["api_version"] == API_VERSION
    assert endpoint["enabled_events"] == list(SUBSCRIBED_TYPES)


def test_a_plan_after_an_apply_has_nothing_to_do(
    terraform: Terraform, applied: Path, url: str
) -> None:
    printed = terraform.run(applied, "plan", *VARIABLES, f"-var=url={url}")

    assert "No changes" in printed


def test_the_signing_secret_is_in_this_state_and_printed_only_when_asked_for(
    terraform: Terraform, applied: Path
) -> None:
    secret = terraform.run(applied, "output", "-raw", "signing_secret")

    assert secret.startswith("whsec_")
    assert secret in (applied / "terraform.tfstate").read_text(encoding="utf-8")
    assert secret not in terraform.run(applied, "output", "-no-color")
    assert secret not in terraform.run(applied, "show", "-no-color")


def test_a_new_api_version_is_a_new_endpoint_before_the_old_one_goes(
    terraform: Terraform, applied: Path, url: str, tmp_path: Path
) -> None:
    root = tmp_path / "stripe"
    shutil.copytree(applied, root)
    described = root / "endpoint.json"
    described.write_text(described.read_text("utf-8").replace(API_VERSION, "2027-01-01.next"))

    printed = terraform.run(root, "plan", *VARIABLES, f"-var=url={url}")

    assert "+/- create replacement and then destroy" in printed


def test_a_key_of_the_other_mode_is_found(
    resolving: Terraform, applied: Path, url: str, tmp_path: Path
) -> None:
    root = tmp_path / "stripe"
    shutil.copytree(applied, root)
    (root / "terraform.tfstate").unlink()

    with pytest.raises(TerraformFailed) as failure:
        resolving.run(root, "plan", *VARIABLES, f"-var=url={url}", "-var=livemode=true")

    assert "STRIPE_API_KEY is of the other mode" in failure.value.sentence


@pytest.mark.parametrize("wrong", ["http://a.example/webhooks/stripe", "https://a.example/"])
def test_another_address_than_the_webhooks_is_refused(
    terraform: Terraform, applied: Path, wrong: str
) -> None:
    with pytest.raises(TerraformFailed) as failure:
        terraform.run(applied, "plan", *VARIABLES, f"-var=url={wrong}")

    assert "the host of webhook-intake" in failure.value.sentence


def test_whoever_does_not_want_it_needs_no_provider_for_it(
    terraform: Terraform, folder: Path
) -> None:
    assert "stripe" not in terraform.run(folder, "providers")
