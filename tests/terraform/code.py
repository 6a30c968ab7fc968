"""What the code needs of its deployment, read from the code itself."""

from __future__ import annotations

import ast
import dataclasses
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from shared.composition.outbox import NUMBERING_PATH, RECEIPTS_PATH
from tests.terraform.running import ROOT

_PATHS = {"NUMBERING_PATH": NUMBERING_PATH, "RECEIPTS_PATH": RECEIPTS_PATH}
_ERRORS = frozenset({"error", "exception"})
_LEVELS = frozenset({"info", "warning"}) | _ERRORS


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCode:
    entry_points: frozenset[str]
    required: frozenset[str]  # environment variables
    optional: frozenset[str]
    push_paths: frozenset[str]
    schedule_paths: frozenset[str]
    task_paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Code:
    functions: dict[str, FunctionCode]  # by the name of the folder
    messages: frozenset[str]  # what is logged
    errors: frozenset[str]  # those of them that are logged as errors


def read_code() -> Code:
    mains = sorted((ROOT / "functions").glob("*/main.py"))
    files = [*ROOT.glob("shared/**/*.py"), *mains]
    return Code(
        {main.parent.name: _function(main) for main in mains},
        messages=frozenset(_messages(files, _LEVELS)),
        errors=frozenset(_messages(files, _ERRORS)),
    )


def _function(main: Path) -> FunctionCode:
    tree = ast.parse(main.read_text(encoding="utf-8"))
    settings = _module(main).Settings
    fields = dataclasses.fields(settings)
    required = {field.name.upper() for field in fields if field.default is dataclasses.MISSING}
    return FunctionCode(
        entry_points=frozenset(_entry_points(tree)),
        required=frozenset(required),
        optional=frozenset(field.name.upper() for field in fields) - required,
        push_paths=frozenset(_paths(tree, "push_route")),
        schedule_paths=frozenset(_paths(tree, "schedule_route")),
        task_paths=frozenset(_paths(tree, "task_route")),
    )


def _module(main: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"deployed_{main.parent.name}", main)
    if spec is None or spec.loader is None:
        raise ImportError(str(main))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _entry_points(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
            if any(name.startswith("functions_framework.") for name in decorators):
                yield node.name


def _paths(tree: ast.Module, route: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == route:
            path = node.args[0]
            yield _PATHS[path.id] if isinstance(path, ast.Name) else ast.literal_eval(path)


def _messages(files: list[Path], levels: frozenset[str]) -> Iterator[str]:
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in levels
                and ast.unparse(node.func.value) == "log"
            ):
                yield ast.literal_eval(node.args[0])
