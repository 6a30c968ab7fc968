"""The `archive` provider: `archive_file` for real, the same bytes for the same sources."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.terraform.stub.behaviour import Refusal
from tests.terraform.stub.planning import Value
from tests.terraform.stub.schema import Attribute, Block

_TIME = (2049, 1, 1, 0, 0, 0)  # what the real one stamps on every file


class Archive:
    def __init__(self, directory: Path) -> None:
        """Relative paths are taken from `directory`: Terraform's own one is not told to us."""
        self._directory = directory

    def refusals(self, _type_name: str, _config: Value, _block: Block) -> Iterable[Refusal]:
        return ()

    def plan(self, _type_name: str, planned: Value, config: Value, settings: Value) -> None:
        """It has data sources only."""

    def replaces(self, _type_name: str, _planned: Value, _prior: Value) -> list[str]:
        return []

    def create(self, _type_name: str, state: Value, config: Value) -> None:
        """It has data sources only."""

    def keeps(self, _type_name: str, _prior: Value) -> Iterable[Refusal]:
        return ()

    def invent(self, _type_name: str, _path: str, _attribute: Attribute) -> Any:
        return None

    def read_data(self, _type_name: str, state: Value, config: Value, _settings: Value) -> None:
        """Write the zip of every `source` block, and its hashes into `state`."""
        path = self._directory / config["output_path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for source in sorted(config["source"], key=lambda found: str(found["filename"])):
                entry = zipfile.ZipInfo(source["filename"], _TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, source["content"])
        content = path.read_bytes()
        sha256 = hashlib.sha256(content)
        state.update(
            id=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
            output_size=len(content),
            output_sha256=sha256.hexdigest(),
            output_base64sha256=base64.b64encode(sha256.digest()).decode(),
        )
