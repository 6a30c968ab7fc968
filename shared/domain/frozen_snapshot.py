"""All that a numbered document says, as canonical JSON: what is archived beside the PDF.

Keys are sorted, there is no white space, amounts are whole minor units, instants are in UTC. A
field that holds its default is left out, so that a field added later changes no file of before,
and the record can be held against its file by the hash alone, for as long as it is kept.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from shared.domain.errors import Broken
from shared.domain.invoice import Invoice

FORMAT = "kvitto.document.v1"


def frozen_snapshot(document: Invoice) -> bytes:
    """The same bytes for the same document. `Broken` without a number."""
    if document.number_text is None or document.issue_date is None:
        raise Broken(f"{document.id} has no number")
    said = {
        "format": FORMAT,
        "id": document.id,
        "kind": document.snapshot.kind.value,
        "series": document.series,
        "number": document.number_text,
        "issue_date": document.issue_date.isoformat(),
        "total_minor": document.snapshot.total.minor,
        "tax_minor": document.snapshot.tax.minor,
        "snapshot": _plain(document.snapshot),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name: _plain(part)
            for field in fields(value)
            if not _is_default(part := getattr(value, field.name), field.default)
        }
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return _scalar(value)


def _scalar(value: Any) -> str | int | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, str | int):
        return value
    raise Broken(f"a {type(value).__name__} has no canonical form")


def _is_default(value: Any, default: Any) -> bool:
    return default is not MISSING and type(value) is type(default) and bool(value == default)
