"""The seller's colour, made legible wherever it is used (WCAG 2.2, contrast of text)."""

from __future__ import annotations

import math

WHITE = "#ffffff"
BLACK = "#000000"
CONTRAST_MIN = 4.5  # WCAG level AA
_STRAIGHT_MAX = 0.04045


def readable(colour: str, *, on: str) -> str:
    """`colour` itself, or as little darker or lighter as makes it legible `on` a background."""
    target = max(WHITE, BLACK, key=lambda end: contrast(end, on))
    shades = (_mixed(colour, target, step / 20) for step in range(20))
    return next((shade for shade in shades if contrast(shade, on) >= CONTRAST_MIN), target)


def contrast(one: str, other: str) -> float:
    """1 for the same colour, up to 21 for black and white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """IEC 61966-2-1: a straight line near black, a power curve above."""
    if channel <= _STRAIGHT_MAX:
        return channel / 12.92
    return math.pow((channel + 0.055) / 1.055, 2.4)


def _mixed(colour: str, target: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(target), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> bytes:
    return bytes.fromhex(colour.removeprefix("#"))
