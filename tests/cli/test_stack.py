"""The stack's own description: read whole, or refused with what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.cli.cannot_run import CannotRun
from shared.cli.stack import read_stack
from tests.cli.fake_stack import FakeStack


def test_a_stack_may_say_more_than_is_asked(tmp_path: Path) -> None:
    fake = FakeStack(url="http://127.0.0.1:8080")

    stack = read_stack(Path(fake.stack_file(tmp_path, outbox="http://127.0.0.1:8025")))

    assert stack.checkout == "http://127.0.0.1:8080"
    assert stack.firestore == "127.0.0.1:1"


def test_the_bucket_of_the_invoices_is_found_among_the_stacks(tmp_path: Path) -> None:
    buckets = ["kvitto-local-exports", "kvitto-local-invoices"]
    fake = FakeStack(url="http://127.0.0.1:8080")

    path = Path(fake.stack_file(tmp_path, invoices_bucket=None, buckets=buckets))

    assert read_stack(path).invoices_bucket == "kvitto-local-invoices"


def test_without_a_stack_the_remedy_is_make_up(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="not running here: run `make up` first"):
        read_stack(tmp_path / "stack.json")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be read: run `make up` again"),
        ("[]", "does not describe a stack"),
        ("{}", "lacks project, database, invoices_bucket, checkout, firestore, storage: run"),
        (json.dumps({"project": 7}), "lacks project, "),
    ],
)
def test_a_description_that_is_no_good_is_refused(content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "stack.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CannotRun, match=words):
        read_stack(path)
