"""What a function is built from, and what stays out. `tests/packaging` builds and runs it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.terraform.running import ROOT, Terraform, copied

TARGET = "-target=module.webhook_intake.google_storage_bucket_object.source"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(resolving: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with one function's real sources, and things around them that must stay out."""
    folder = copied(tmp_path_factory.mktemp("archives"))
    for name in ("shared", "functions/webhook_intake"):
        shutil.copytree(ROOT / name, folder.parent / name, dirs_exist_ok=True)
    (folder.parent / "functions/webhook_intake/notes.md").write_text("not for the cloud")
    resolving.run(folder, "init", "-input=false")
    return folder


@pytest.fixture(scope="module")
def archive(resolving: Terraform, project: Path) -> Path:
    resolving.plan(project, TARGET)
    return resolving.directory / ".build/webhook-intake.zip"


def test_an_archive_is_one_function_and_what_it_shares(archive: Path) -> None:
    names = set(zipfile.ZipFile(archive).namelist())

    assert {"main.py", "requirements.txt", "shared/__init__.py", "shared/edge/gate.py"} <= names
    assert {name.split("/")[0] for name in names if "/" in name} == {"shared"}
    assert not [
        name for name in names if "cli" in name.split("/") or name.endswith((".md", ".pyc"))
    ]


def test_whatever_lies_beside_the_code_is_in_the_archive(archive: Path, project: Path) -> None:
    """Of whatever kind: a template that is left out is missed by the first buyer who needs it."""
    names = set(zipfile.ZipFile(archive).namelist())
    folders = {name.split("/")[1] for name in names if name.count("/") > 1}
    beside = {
        path.relative_to(project.parent).as_posix()
        for folder in folders
        for path in (project.parent / "shared" / folder).rglob("*")
        if path.is_file() and path.suffix not in {".md", ".pyc"}
    }

    assert any(name.endswith(".typ") for name in beside)
    assert beside - names == set()
