"""A zip whose bytes depend on its content alone, and which is there whole or not at all."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format can say
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16  # where Unix keeps its modes


class YearFile:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def add(self, name: str, content: bytes) -> None:
        self._archive.writestr(_entry(name), content)

    def add_file(self, name: str, path: Path) -> None:
        """Piece by piece, however large it is."""
        entry = _entry(name)
        entry.file_size = path.stat().st_size  # or large ones would be refused half-way
        with path.open("rb") as source, self._archive.open(entry, "w") as target:
            shutil.copyfileobj(source, target)


@contextmanager
def new_year_file(path: Path) -> Iterator[YearFile]:
    """Replaces `path` when all went well; leaves nothing behind when it did not."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            with ZipFile(file, "w") as archive:
                yield YearFile(archive)
            file.close()
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _NO_TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX
    entry.external_attr = _PLAIN_FILE
    return entry
