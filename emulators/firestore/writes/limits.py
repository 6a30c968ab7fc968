"""What one request may ask to be written."""

from __future__ import annotations

from emulators.firestore.storage.names import check_document_name
from emulators.firestore.wire import Request, Write
from emulators.firestore.writes.apply import name_of
from emulators.google_apis.refused import invalid

REQUEST_BYTES_MAX = 10 * 1024 * 1024
TRANSFORMS_OF_DOCUMENT_MAX = 500


def check_request(request: Request, database_name: str) -> None:
    """For any request with `writes`, before anything of it is done."""
    if request.ByteSize() > REQUEST_BYTES_MAX:
        raise invalid(f"Request payload size exceeds the limit: {REQUEST_BYTES_MAX} bytes.")
    transform_counts: dict[str, int] = {}
    for write in request.writes:
        name = name_of(write)
        check_document_name(name, database_name)
        if count := _transform_count(write):
            transform_counts[name] = transform_counts.get(name, 0) + count
            if transform_counts[name] > TRANSFORMS_OF_DOCUMENT_MAX:
                raise invalid(
                    "The maximum number of field transformations for a document is"
                    f" {TRANSFORMS_OF_DOCUMENT_MAX}: {name}"
                )


def _transform_count(write: Write) -> int:
    return len(write.update_transforms) + len(write.transform.field_transforms)
