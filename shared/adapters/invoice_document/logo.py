"""The merchant's logo: a small SVG or PNG, made harmless before the typesetter sees it."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

SIZE_MAX = 100_000  # bytes: it is in every document
PIXELS_MAX = 4_000_000
_HEIGHT_MAX_MM = 13.0
_WIDTH_MAX_MM = 58.0
_SVG = "{http://www.w3.org/2000/svg}"
_PNG = b"\x89PNG\r\n\x1a\n"
_SHAPES = frozenset({
    "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol",
})  # fmt: skip


class LogoWrong(Exception):
    """The file cannot be the logo of a document."""


@dataclass(frozen=True, slots=True)
class Logo:
    svg: str
    width_mm: float
    height_mm: float


def read_logo(path: Path) -> Logo:
    """`LogoWrong` says what to change. Checked at start: a deploy finds it, not a buyer."""
    content = path.read_bytes()
    if len(content) > SIZE_MAX:
        raise LogoWrong(f"{path.name} has {len(content)} bytes; {SIZE_MAX} are allowed")
    try:
        if content.startswith(_PNG):
            return _from_png(content)
        return _from_svg(content)
    except LogoWrong as error:
        raise LogoWrong(f"{path.name}: {error}") from error


def _from_png(content: bytes) -> Logo:
    width, height = struct.unpack_from(">LL", content, 16)
    if not 0 < width * height <= PIXELS_MAX:
        raise LogoWrong(f"{width} x {height} pixels; {PIXELS_MAX} in all are allowed")
    data = base64.b64encode(content).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
    return Logo(svg, *_fitted(width, height))


def _from_svg(content: bytes) -> Logo:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise LogoWrong("declares a document type; save it as plain SVG")
    try:
        root = ET.fromstring(content)  # noqa: S314  # entities are refused above; 100 KB at most
    except ET.ParseError as error:
        raise LogoWrong(f"neither SVG nor PNG ({error})") from error
    for element in root.iter():
        _check(element)
    return Logo(content.decode("utf-8-sig"), *_fitted(*_size(root)))


def _check(element: ET.Element) -> None:
    """Shapes only: nothing that runs, loads, or needs a typeface of its own."""
    name = str(element.tag).removeprefix(_SVG)
    if name not in _SHAPES:
        raise LogoWrong(f"<{name}> is not allowed; turn text into outlines, keep only shapes")
    for attribute, value in element.attrib.items():
        if attribute.endswith("href") and not value.startswith("#"):
            raise LogoWrong(f"{attribute} points outside of the file")
        if "url(" in value.replace("url(#", ""):
            raise LogoWrong(f"{attribute} points outside of the file")


def _size(root: ET.Element) -> tuple[float, float]:
    try:
        if box := root.get("viewBox"):
            _, _, width, height = map(float, box.replace(",", " ").split())
        else:
            width, height = (float(root.attrib[side].removesuffix("px")) for side in _SIDES)
    except (KeyError, ValueError) as error:
        raise LogoWrong("needs a viewBox of four numbers") from error
    if not (width > 0 and height > 0):
        raise LogoWrong("has no extent")
    return width, height


_SIDES = ("width", "height")


def _fitted(width: float, height: float) -> tuple[float, float]:
    """Millimetres, as large as the head of the page allows."""
    scale = min(_HEIGHT_MAX_MM / height, _WIDTH_MAX_MM / width)
    return round(width * scale, 2), round(height * scale, 2)
