"""Settings for every test, and no fixtures: data comes from the builders."""

from __future__ import annotations

from hypothesis import settings

# How long one example takes says more about the machine than about the code.
settings.register_profile("kvitto", deadline=None)
settings.load_profile("kvitto")
