"""`python -m tests.adapters.invoice_document.pictures_anew`: after a change that was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shared.adapters.invoice_document.document import pages
from shared.adapters.invoice_document.job import Job
from tests.adapters.invoice_document.raster import Picture, read_picture, write_picture
from tests.adapters.invoice_document.scenes import SCENES

FOLDER = Path(__file__).with_name("pictures")
DOTS_PER_INCH = 60


def drawn(name: str, job: Job) -> Iterator[tuple[str, Picture]]:
    """File name and picture of every page."""
    for number, png in enumerate(pages(job, dots_per_inch=DOTS_PER_INCH), 1):
        yield f"{name}-{number}.png", read_picture(png)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for name, job in SCENES.items():
        for file, picture in drawn(name, job()):
            (FOLDER / file).write_bytes(write_picture(picture))


if __name__ == "__main__":
    main()
