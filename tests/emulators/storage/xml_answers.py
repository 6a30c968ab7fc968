"""Answers of the XML API, as tests read them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.emulators.storage.cloud import Answer


def texts(answer: Answer, path: str) -> list[str]:
    """Return what stands in the elements at `path`; `{*}` is any namespace."""
    root = ET.fromstring(answer.body)  # noqa: S314 - our own server wrote it
    return [element.text or "" for element in root.iterfind(path)]


def text(answer: Answer, path: str) -> str:
    """Return what stands in the first element at `path`, nothing if there is none."""
    return next(iter(texts(answer, path)), "")
