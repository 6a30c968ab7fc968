from __future__ import annotations

import shutil
import struct
import zlib
from pathlib import Path

import fontpkg_inter
import manimgx_fonts
import pytest

from shared.adapters.invoice_document.brand import BrandWrong, read_brand
from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.invoice_document.logo import SIZE_MAX, LogoWrong, read_logo
from tests.adapters.invoice_document.reading import text_of
from tests.adapters.invoice_document.scenes import LOGO
from tests.builders.invoices import a_line, a_numbered_invoice

NOTO = Path(manimgx_fonts.__file__).parent
INTER = Path(fontpkg_inter.ROOT) / "files"


def svg(inside: str, box: str = "0 0 10 10") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inside}</svg>'


def png(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">L", zlib.crc32(name + content))
        return struct.pack(">L", len(content)) + name + content + checksum

    header = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + b"\x40" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def test_a_folder_with_nothing_in_it_is_no_reason_to_fail(tmp_path: Path) -> None:
    brand = read_brand(tmp_path / "not-there")

    assert brand.logo is None
    assert brand.typeface.first[0].family == "Inter"


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_a_logo_is_printed_and_read_aloud_by_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LOGO.read_bytes() if name == "logo.svg" else png(40, 20))

    pdf = render_invoice(a_numbered_invoice(), brand=read_brand(tmp_path))

    assert b"Logo of Nordljus Press" in pdf
    assert "Invoice INV-2026-000123" in text_of(pdf)


def test_a_logo_is_as_large_as_the_head_of_the_page_allows(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(svg("", "0 0 1000 10"))
    (tmp_path / "logo.png").write_bytes(png(10, 100))

    wide, high = read_logo(tmp_path / "logo.svg"), read_logo(tmp_path / "logo.png")

    assert (wide.width_mm, wide.height_mm) == (58.0, 0.58)
    assert (high.width_mm, high.height_mm) == (1.3, 13.0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(svg("<script>alert(1)</script>"), "<script>", id="script"),
        pytest.param(svg("<text>Shop</text>"), "outlines", id="text"),
        pytest.param(svg('<image href="https://x.example/a.png"/>'), "<image>", id="image"),
        pytest.param(svg('<use href="file:///etc/passwd#x"/>'), "outside", id="use"),
        pytest.param(svg('<rect fill="url(http://x.example/#a)"/>'), "outside", id="url"),
        pytest.param("<!DOCTYPE svg>" + svg(""), "document type", id="doctype"),
        pytest.param("<svg", "neither SVG nor PNG", id="broken"),
        pytest.param(svg("", "0 0 0 0"), "no extent", id="nothing"),
        pytest.param(svg("", "a b c d"), "viewBox", id="box"),
        pytest.param(svg("x" * SIZE_MAX), "are allowed", id="large"),
    ],
)
def test_a_logo_that_could_do_harm_is_refused_with_a_reason(
    tmp_path: Path, content: str, reason: str
) -> None:
    (tmp_path / "logo.svg").write_text(content)

    with pytest.raises(LogoWrong, match=reason):
        read_logo(tmp_path / "logo.svg")


def test_a_picture_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png(1, 1)[:16] + struct.pack(">LL", 9000, 9000))

    with pytest.raises(LogoWrong, match="pixels"):
        read_logo(tmp_path / "logo.png")


def test_the_merchants_typeface_is_asked_first_and_the_others_help_out(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    shutil.copy(NOTO / "NotoSans[wght].ttf", fonts)

    brand = read_brand(tmp_path)

    assert [face.family for face in brand.typeface.first] == ["Noto Sans", "Inter"]
    pdf = render_invoice(a_numbered_invoice(a_line("山田 🎁")), brand=brand)
    assert b"NotoSans" in pdf
    assert "山田 🎁" in text_of(pdf)


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ([NOTO / "NotoSansThai[wght].ttf"], "cannot draw"),
        ([NOTO / "NotoSans[wght].ttf", INTER / "Inter[opsz,wght].ttf"], "one family"),
    ],
)
def test_a_typeface_that_would_surprise_is_refused_at_start(
    tmp_path: Path, files: list[Path], reason: str
) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for file in files:
        shutil.copy(file, fonts)

    with pytest.raises(BrandWrong, match=reason):
        read_brand(tmp_path)
