"""Every page looks as it did when a person last looked at it (see `pictures_anew.py`)."""

from __future__ import annotations

import pytest

from tests.adapters.invoice_document.pictures_anew import FOLDER, drawn
from tests.adapters.invoice_document.raster import (
    Picture,
    difference,
    read_picture,
    write_picture,
)
from tests.adapters.invoice_document.scenes import SCENES

DIFFERENCE_MAX = 0.002  # of all pixels: a moved word is more


@pytest.mark.parametrize("name", SCENES)
def test_a_page_looks_as_it_did(name: str) -> None:
    kept = {path.name for path in FOLDER.glob(f"{name}-?.png")}
    pictures = dict(drawn(name, SCENES[name]()))

    assert pictures.keys() == kept
    for file, picture in pictures.items():
        assert difference(picture, read_picture((FOLDER / file).read_bytes())) <= DIFFERENCE_MAX


def test_the_pictures_are_small_enough_to_be_kept() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 1_500_000


def test_a_picture_is_written_as_it_is_read() -> None:
    picture = Picture(3, (b"\x00\x80\xff", b"\x01\x02\x03"))

    assert read_picture(write_picture(picture)) == picture


def test_a_moved_line_is_seen_and_another_size_is_another_picture() -> None:
    page = Picture(4, (b"\xff" * 4, b"\x00" * 4, b"\xff" * 4))
    moved = Picture(4, (b"\x00" * 4, b"\xff" * 4, b"\xff" * 4))

    assert difference(page, page) == 0
    assert difference(page, moved) == pytest.approx(8 / 12)
    assert difference(page, Picture(4, page.rows[:2])) == 1
