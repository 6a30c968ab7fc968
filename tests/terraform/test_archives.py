"""What a function is built from."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.terraform.running import ROOT, Terraform, copied

TARGET = "-target=module.webhook_intake.google_storage_bucket_object.source"
FOLDER = ROOT / "functions/webhook_intake"


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


def test_whatever_the_code_reads_beside_itself_is_in_the_archive(archive: Path) -> None:
    names = set(zipfile.ZipFile(archive).namelist())
    read = [*ROOT.glob("shared/adapters/**/*.typ"), *ROOT.glob("shared/adapters/**/receipt.*")]

    assert read
    assert {path.relative_to(ROOT).as_posix() for path in read} <= names


def test_an_archive_unpacks_into_code_that_compiles(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith(".py"):
                compile(opened.read(name), name, "exec")
        assert opened.read("main.py") == (FOLDER / "main.py").read_bytes()


def test_the_same_sources_give_the_same_bytes(
    archive: Path, resolving: Terraform, project: Path
) -> None:
    before = archive.read_bytes()
    for source in (project.parent / "functions").rglob("*.py"):
        source.touch()

    resolving.plan(project, TARGET)

    assert archive.read_bytes() == before
