from __future__ import annotations

import struct
from pathlib import Path

import pytest

from shared.adapters.invoice_document.coverage import coverage_of
from shared.adapters.invoice_document.drawable import printable
from shared.adapters.invoice_document.typeface import Typeface, typeface

FACES = typeface().faces("en", "DE")


@pytest.mark.parametrize(
    "text",
    [
        "Łódź Þór İstanbul Ελλάδα Україна Việt € £ ₩ ¥ □",
        "ليلى المنصوري",
        "שלום",
        "สวัสดี",
        "हिन्दी क्ष",
        "বাংলা தமிழ் తెలుగు ಕನ್ನಡ മലയാളം ગુજરાતી",
        "ქართული հայերեն አማርኛ ខ្មែរ ລາວ မြန်မာ",
        "山田 王 骨 한국어 〒",
        "👩\u200d👧 🎁 👍🏽",
        "می\u200cخواهم",  # noqa: RUF001  # Persian
    ],
)
def test_every_script_a_name_is_written_in_can_be_drawn(text: str) -> None:
    assert printable(text, FACES) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("private \ue001", "private □"),
        ("a\u200db", "ab"),  # no typeface joins these, and no letter may get lost
        ("\u200dx", "x"),
        ("x\u0e31", "x"),  # a Thai vowel on a Latin letter
        ("\u0301 mark alone", "́ mark alone"),
    ],
)
def test_what_cannot_be_drawn_costs_no_letter_beside_it(text: str, drawn: str) -> None:
    assert printable(text, FACES) == drawn


def test_han_characters_are_drawn_as_the_reader_knows_them() -> None:
    def first_han(language: str, country: str) -> str:
        families = [face.family for face in typeface().faces(language, country)]
        return next(name for name in families if name in HAN)

    assert first_han("ja", "DE") == "Noto Sans JP"
    assert first_han("en", "CN") == "Noto Sans SC"
    assert first_han("en", "TW") == "Noto Sans TC"
    assert first_han("de", "KR") == "Noto Sans KR"


HAN = {"Noto Sans JP", "Noto Sans SC", "Noto Sans TC", "Noto Sans KR"}


def test_every_face_that_is_asked_exists_and_no_system_font_does() -> None:
    families = {face.family for face in FACES}

    assert families <= set(_families(typeface()))
    assert "Libertinus Serif" not in _families(typeface())


def _families(of: Typeface) -> list[str]:
    return of.fonts.families()


@pytest.mark.parametrize("content", [b"\x00\x01\x00\x00\x00\x00", b"", b"MZ" + bytes(40)])
def test_a_file_without_a_character_map_is_not_a_font(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.ttf"
    file.write_bytes(content)

    with pytest.raises(ValueError, match=r"cmap|too early"):
        coverage_of(file)


def test_a_font_of_the_basic_plane_is_read_by_its_segments(tmp_path: Path) -> None:
    ends, starts = (0x5A, 0xFFFF), (0x41, 0xFFFF)
    body = struct.pack(">HHHHHHH", 4, 32, 0, 4, 0, 0, 0) + struct.pack(">HH", *ends)
    subtable = body + struct.pack(">HHH", 0, *starts)
    cmap = struct.pack(">HHHHL", 0, 1, 3, 1, 12) + subtable
    head = struct.pack(">LHHHH", 0x10000, 1, 0, 0, 0)
    file = tmp_path / "basic.ttf"
    file.write_bytes(head + struct.pack(">4sLLL", b"cmap", 0, 28, len(cmap)) + cmap)

    coverage = coverage_of(file)

    assert coverage.covers("AZ")
    assert not coverage.covers("A[")
