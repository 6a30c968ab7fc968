"""What the figures may come to: `budgets.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

BUDGETS: dict[str, dict[str, float]] = tomllib.loads(
    Path(__file__).with_name("budgets.toml").read_text(encoding="utf-8")
)


def excesses(part: str, figures: Mapping[str, float]) -> Iterator[str]:
    """Each figure that breaks a budget of this part. `KeyError` for a budget without a figure."""
    for budget, limit in BUDGETS[part].items():
        name, _, kind = budget.rpartition("_")
        figure = figures[name]
        if figure > limit if kind == "max" else figure < limit:
            word = "at most" if kind == "max" else "at least"
            yield f"{part}: {name} is {figure:.4g}, and should be {word} {limit:g}"
