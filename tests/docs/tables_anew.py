"""`python -m tests.docs.tables_anew`: make the tables of `docs/merchants.md` from the data."""

from __future__ import annotations

from pathlib import Path

from tests.docs.law_tables import with_tables

PAGE = Path(__file__).parents[2] / "docs/merchants.md"


if __name__ == "__main__":
    PAGE.write_text(with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
