"""Multipart uploads of the XML API: numbered parts that can arrive at the same time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from emulators.clock.clock import Clock
from emulators.shelf import Shelf
from emulators.storage.records import under
from emulators.storage.refusals import Refused, no_such_upload

PART_NUMBER_MAX = 10_000
PART_MIN_BYTES = 5 * 1024 * 1024
_UPLOAD = "multipart/"
_PART = "multipart-part/"
_ID_BITS = 160


@dataclass(frozen=True, slots=True)
class Part:
    content: bytes
    received_at: datetime

    @property
    def etag(self) -> str:
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class MultipartUpload:
    """`about` is what the start of the upload said about the object."""

    bucket: str
    name: str
    about: Mapping[str, Any]
    begun_at: datetime
    parts: dict[int, Part] = field(default_factory=dict)


class MultipartUploads:
    def __init__(
        self, *, clock: Clock, random: Random, shelf: Shelf, kept: dict[str, bytes]
    ) -> None:
        self._clock = clock
        self._random = random
        self._shelf = shelf
        self._uploads: dict[str, MultipartUpload] = {}
        for upload_id, value in under(_UPLOAD, kept):
            known = json.loads(value)
            begun_at = datetime.fromisoformat(known.pop("begun_at"))
            self._uploads[upload_id] = MultipartUpload(**known, begun_at=begun_at)
        for key, content in under(_PART, kept):
            upload_id, number, received_at = key.split("/")
            part = Part(content, datetime.fromisoformat(received_at))
            self._uploads[upload_id].parts[int(number)] = part

    def begin(self, bucket: str, name: str, about: Mapping[str, Any]) -> str:
        """Return the new upload's id."""
        upload_id = f"{self._random.getrandbits(_ID_BITS):040x}"
        upload = MultipartUpload(bucket, name, about, self._clock.now())
        self._uploads[upload_id] = upload
        known = {"bucket": bucket, "name": name, "about": about, "begun_at": upload.begun_at}
        self._shelf.put(_UPLOAD + upload_id, json.dumps(known, default=str).encode())
        return upload_id

    def get(self, upload_id: str, bucket: str, name: str) -> MultipartUpload:
        upload = self._uploads.get(upload_id)
        if upload is None or (upload.bucket, upload.name) != (bucket, name):
            raise no_such_upload()
        return upload

    def of_bucket(self, bucket: str) -> Iterator[tuple[str, MultipartUpload]]:
        for upload_id, upload in sorted(self._uploads.items(), key=lambda one: one[1].name):
            if upload.bucket == bucket:
                yield upload_id, upload

    def put_part(self, upload_id: str, number: int, content: bytes) -> Part:
        """Keep a part; one of the same number is replaced."""
        upload = self._uploads[upload_id]
        self._forget_part(upload_id, number)
        part = upload.parts[number] = Part(content, self._clock.now())
        self._shelf.put(_part_key(upload_id, number, part), content)
        return part

    def assembled(self, upload: MultipartUpload, asked: Sequence[tuple[int, str]]) -> bytes:
        """Return the parts asked for, by number and tag, as one; 400 when one does not fit."""
        numbers = [number for number, _ in asked]
        if numbers != sorted(set(numbers)) or not numbers:
            raise _invalid("InvalidPartOrder", "The list of parts was not in ascending order.")
        for number, tag in asked:
            part = upload.parts.get(number)
            if part is None or part.etag != tag.strip('"'):
                raise _invalid("InvalidPart", f"Part {number} does not exist or has another tag.")
        contents = [upload.parts[number].content for number in numbers]
        if any(len(content) < PART_MIN_BYTES for content in contents[:-1]):
            raise _invalid("EntityTooSmall", "A part other than the last is smaller than 5 MiB.")
        return b"".join(contents)

    def drop(self, upload_id: str) -> None:
        for number in list(self._uploads[upload_id].parts):
            self._forget_part(upload_id, number)
        del self._uploads[upload_id]
        self._shelf.delete(_UPLOAD + upload_id)

    def abort_where(self, bucket: str, is_over: Callable[[str, datetime], bool]) -> None:
        for upload_id, upload in list(self.of_bucket(bucket)):
            if is_over(upload.name, upload.begun_at):
                self.drop(upload_id)

    def _forget_part(self, upload_id: str, number: int) -> None:
        part = self._uploads[upload_id].parts.pop(number, None)
        if part is not None:
            self._shelf.delete(_part_key(upload_id, number, part))


def _part_key(upload_id: str, number: int, part: Part) -> str:
    return f"{_PART}{upload_id}/{number}/{part.received_at.isoformat()}"


def _invalid(xml_code: str, message: str) -> Refused:
    return Refused(400, "invalid", message, xml_code=xml_code)
