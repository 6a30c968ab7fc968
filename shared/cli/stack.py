"""Where the local stack of this clone answers, as it wrote down itself."""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from shared.cli.cannot_run import CannotRun

STACK_FILE = Path(".kvitto/stack.json")
NOT_RUNNING = "The stack is not running here: run `make up` first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    project: str
    database: str
    invoices_bucket: str
    checkout: str  # http://host:port
    firestore: str  # host:port
    storage: str  # http://host:port
    stripe_api: str | None = None  # http://host:port of the twin; None with Stripe itself
    backoffice: dict[str, str] | None = None  # its url, audience, operator, credentials_url


def read_stack(path: Path = STACK_FILE) -> Stack:
    """`CannotRun` if there is no such file, or if it was not written by this release."""
    return _stack(read_content(path), path)


def read_content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CannotRun(f"{NOT_RUNNING} (there is no {path})") from error
    except (OSError, ValueError) as error:
        raise CannotRun(f"{path} cannot be read: run `make up` again") from error
    if not isinstance(content, dict):
        raise CannotRun(f"{path} does not describe a stack: run `make up` again")
    return content


def _stack(content: dict[str, Any], path: Path) -> Stack:
    content = content | {"invoices_bucket": _invoices_bucket(content)}
    known = {field.name: content[field.name] for field in fields(Stack) if content.get(field.name)}
    missing = [
        field.name
        for field in fields(Stack)
        if field.default is MISSING and not isinstance(known.get(field.name), str)
    ]
    if missing:
        raise CannotRun(f"{path} lacks {', '.join(missing)}: run `make up` again")
    return Stack(**known)


def _invoices_bucket(content: dict[str, Any]) -> str | None:
    """A stack that does not say which of its buckets it is tells it by the bucket's name."""
    if content.get("invoices_bucket"):
        return str(content["invoices_bucket"])
    buckets = content.get("buckets") or []
    return next((name for name in buckets if str(name).endswith("-invoices")), None)
