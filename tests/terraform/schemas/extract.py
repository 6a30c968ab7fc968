"""Write down the part of a provider's schema that `terraform/` uses.

    python -m tests.terraform.schemas.extract WHEEL OUT.json

`WHEEL` is a prebuilt provider of CDK Terrain; see README.md beside this file.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.terraform.schemas.generated_code import GeneratedModule

TERRAFORM = Path(__file__).resolve().parents[3] / "terraform"
NOTE = (
    "Names, types and enumerations only, derived from generated code under the Mozilla Public "
    "License 2.0; no documentation is included."
)
_BLOCK = re.compile(r'^(resource|data) "(\w+)"', re.MULTILINE)
_KINDS = {
    "TerraformResource": "resource_schemas",
    "TerraformDataSource": "data_source_schemas",
}


def used_types(folder: Path) -> set[str]:
    """`google_pubsub_topic`, `data.google_project`, … as the HCL below `folder` names them."""
    found = set()
    for path in folder.rglob("*.tf"):
        for kind, name in _BLOCK.findall(path.read_text(encoding="utf-8")):
            found.add(name if kind == "resource" else f"data.{name}")
    return found


def extract(wheel: Path, types: set[str]) -> dict[str, Any]:
    """A document such as `terraform providers schema -json` prints, with the source it is from."""
    package, files = _unpacked(wheel, {_folder(name) for name in types} | {"provider"})
    provider = package["cdktn"]["provider"]
    schemas: dict[str, Any] = {"resource_schemas": {}, "data_source_schemas": {}}
    for code, declarations in files:
        for kind, name, block in GeneratedModule(code, declarations).roots():
            if kind == "TerraformProvider":
                schemas["provider"] = {"version": 0, "block": block}
            else:
                schemas[_KINDS[kind]][name] = {"version": 0, "block": block}
    short_name = provider["name"].split("/", 1)[1]
    return {
        "x_source": {
            "provider": short_name,
            "provider_version": provider["version"],
            "package": f"{wheel.name.split('-')[0].replace('_', '-')} {package['version']}",
            "license": f"{package['license']}. {NOTE}",
        },
        "provider_schemas": {short_name: schemas},
    }


def _folder(name: str) -> str:
    """`google_pubsub_topic` lies in pubsub-topic, `data.google_project` in data-google-project."""
    if name.startswith("data."):
        return name.replace(".", "-").replace("_", "-")
    return name.split("_", 1)[1].replace("_", "-")


def _unpacked(wheel: Path, folders: set[str]) -> tuple[Any, list[tuple[str, str]]]:
    """The package's own description, and code and declarations of each module."""
    with zipfile.ZipFile(wheel) as outer:
        (name,) = (entry for entry in outer.namelist() if entry.endswith(".jsii.tgz"))
        inner = io.BytesIO(outer.read(name))
    with tarfile.open(fileobj=inner, mode="r:gz") as package:
        texts = dict(_texts(package, folders))
    description = json.loads(texts.pop("package/package.json"))
    modules = sorted({path.split("/")[2] for path in texts})
    return description, [_module(texts, module) for module in modules]


def _texts(package: tarfile.TarFile, folders: set[str]) -> Iterator[tuple[str, str]]:
    for member in package:
        parts = member.name.split("/")
        wanted = parts[1:2] == ["lib"] and len(parts) > 3 and parts[2] in folders
        if member.name == "package/package.json" or (
            wanted and member.name.endswith((".js", ".d.ts"))
        ):
            stream = package.extractfile(member)
            if stream is not None:
                yield member.name, stream.read().decode()


def _module(texts: dict[str, str], module: str) -> tuple[str, str]:
    files = {path: text for path, text in texts.items() if path.split("/")[2] == module}
    return (
        "\n".join(text for path, text in files.items() if path.endswith(".js")),
        "\n".join(text for path, text in files.items() if path.endswith(".d.ts")),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    provider = arguments.wheel.name.split("-")[0].rpartition("_")[2]
    types = {
        name
        for name in used_types(TERRAFORM)
        if name.removeprefix("data.").startswith(f"{provider}_")
    }
    document = extract(arguments.wheel, types)
    arguments.out.write_text(_text(document) + "\n", encoding="utf-8")


def _text(value: Any, depth: int = 4) -> str:
    """JSON with one line for each type, so that an upgrade reads as a list of what changed."""
    if depth == 0 or not isinstance(value, dict):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    lines = [f"{json.dumps(key)}: {_text(item, depth - 1)}" for key, item in sorted(value.items())]
    return "{\n" + ",\n".join(lines) + "\n}"


if __name__ == "__main__":
    main()
