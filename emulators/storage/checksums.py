"""The two checksums of an object, as the API writes them: base64."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import google_crc32c

from emulators.storage.refusals import invalid


@dataclass(frozen=True, slots=True)
class Checksums:
    """A composed object has no MD5."""

    crc32c: str
    md5: str | None

    def as_header(self) -> str:
        """Write the value of `x-goog-hash`."""
        md5 = f",md5={self.md5}" if self.md5 else ""
        return f"crc32c={self.crc32c}{md5}"


def checksums_of(content: bytes) -> Checksums:
    crc32c = google_crc32c.value(content).to_bytes(4, "big")
    md5 = hashlib.md5(content, usedforsecurity=False).digest()
    return Checksums(_base64(crc32c), _base64(md5))


def check_claims(found: Checksums, claims: Mapping[str, str]) -> None:
    """Raise 400 when the client claims, by `crc32c` or `md5Hash`, to have sent something else."""
    for kind, key, calculated in (
        ("CRC32C", "crc32c", found.crc32c),
        ("MD5 hash", "md5Hash", found.md5),
    ):
        claimed = claims.get(key)
        if claimed and claimed != calculated:
            raise invalid(
                f'Provided {kind} "{claimed}" doesn\'t match calculated {kind} "{calculated}".'
            )


def claims_of_header(value: str) -> dict[str, str]:
    """Read `x-goog-hash`, such as `crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==`."""
    pairs = dict(part.strip().split("=", 1) for part in value.split(",") if "=" in part)
    names = {"crc32c": "crc32c", "md5": "md5Hash"}
    return {names[name]: claimed for name, claimed in pairs.items() if name in names}


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()
