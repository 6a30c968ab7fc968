"""What `kvitto export` writes holds buyers' data: it stays out of the repository."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_export_of_a_year_is_not_committed_by_accident() -> None:
    patterns = (ROOT / ".gitignore").read_text("utf-8").splitlines()

    assert any(fnmatchcase("kvitto-2026.zip", pattern) for pattern in patterns)
