"""The archive on the real stack: what lies in it, who gets it, and the year for the accountant."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from tests.journeys.buyer import buy, call
from tests.journeys.command import kvitto
from tests.journeys.stack import Stack, until


def test_a_refunded_sale_is_served_audited_and_exported(stack: Stack, tmp_path: Path) -> None:
    purchase = buy(stack)
    order = purchase.completed(stack)
    kvitto(stack, "refund", order["id"], "--amount", "10")

    documents = until(lambda: drawn if len(drawn := _drawn(purchase.order(stack))) == 2 else None)

    assert documents is not None
    for document in documents:
        status, content = call("GET", document["pdf_url"])
        assert (status, content[:5]) == (200, b"%PDF-")
    assert kvitto(stack, "audit", "--documents", "all")["breaches"] == []

    path = tmp_path / "year.zip"
    year = str(datetime.now(UTC).year)
    told = kvitto(stack, "export", year, "--to", str(path))

    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["documents"] == {"credit_note": 1, "invoice": 1}
    with ZipFile(path) as archive:
        archive.extractall(tmp_path)
        assert json.loads(archive.read("totals.json"))["currencies"] == told["currencies"]
    checked = subprocess.run(
        ["/usr/bin/env", "sha256sum", "--check", "--quiet", "SHA256SUMS"],
        cwd=tmp_path,
        check=False,
    )
    assert checked.returncode == 0


def _drawn(order: dict[str, list[dict[str, str]]] | None) -> list[dict[str, str]]:
    return [document for document in (order or {}).get("documents", []) if document["pdf_url"]]
