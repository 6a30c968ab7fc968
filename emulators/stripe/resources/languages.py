"""What language the hosted pages speak."""

from __future__ import annotations

LOCALES = ("auto", "en", "en-GB")
