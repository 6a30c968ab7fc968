"""A document that may be no record at all: what an audit reads."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from shared.adapters.firestore.codec import COLLECTIONS, from_document
from shared.domain.errors import Broken
from shared.usecases.ports.database import Unreadable

K = TypeVar("K")


def examined(kind: type[K], document_id: str, document: dict[str, Any]) -> K | Unreadable:
    try:
        return from_document(kind, document)
    except ValidationError as error:
        # Where and what, and never the value: it may be a buyer's.
        flaw = error.errors(include_input=False, include_url=False)[0]
        why = f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}"
    except (Broken, LookupError, TypeError, ValueError) as error:
        why = str(error) if isinstance(error, Broken) else type(error).__name__
    return Unreadable(COLLECTIONS[kind], document_id, why)
