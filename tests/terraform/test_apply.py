"""What an apply leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terraform.running import SECRETS, Terraform, TerraformFailed, copied

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def applied(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(tmp_path_factory.mktemp("applied"))
    terraform.run(folder, "init", "-input=false")
    terraform.apply(folder)
    return folder


def test_a_plan_after_an_apply_has_nothing_to_do(terraform: Terraform, applied: Path) -> None:
    assert not terraform.differs(applied)


def test_no_secret_is_in_the_state(applied: Path) -> None:
    state = (applied / "terraform.tfstate").read_text(encoding="utf-8")

    assert "secret_data_wo" in state
    assert [name for name, value in SECRETS.items() if value in state] == []


def test_later_runs_need_no_secret_values(terraform: Terraform, applied: Path) -> None:
    assert not terraform.differs(applied, secrets={})


def test_what_cannot_be_got_back_is_not_destroyed(terraform: Terraform, applied: Path) -> None:
    with pytest.raises(TerraformFailed, match="kvitto-local-invoices is protected"):
        terraform.destroy(applied)
