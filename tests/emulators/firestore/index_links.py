"""The index that the link of a FAILED_PRECONDITION carries."""

from __future__ import annotations

import base64
import re

from google.cloud.firestore_admin_v1 import Index

_PACKED = re.compile(r"(?:create_(?:composite|exemption)=)?([\w-]+)")
_SIGNS = {Index.IndexField.Order.ASCENDING: "+", Index.IndexField.Order.DESCENDING: "-"}


def unpacked(text: str) -> Index:
    """`text` is the whole message, or what the link carries."""
    match = _PACKED.match(text[max(0, text.find("create_")) :])
    if match is None:
        raise ValueError(f"no link: {text}")
    packed = match[1]
    index: Index = Index.deserialize(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    return index


def written(index: Index) -> str:
    """Its fields, as in `status+ tags[] at-`."""
    return " ".join(field.field_path + _sign(field) for field in index.fields)


def _sign(field: Index.IndexField) -> str:
    return "[]" if field.array_config else _SIGNS[field.order]
