"""How heavy each package may be: `budgets.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import asdict
from pathlib import Path

from tests.packaging.package import Size

BUDGETS = {
    name: Size(**limits)
    for name, limits in tomllib.loads(
        Path(__file__).with_name("budgets.toml").read_text(encoding="utf-8")
    ).items()
}


def excesses(size: Size, budget: Size) -> list[str]:
    limits = asdict(budget)
    return [
        f"{figure} is {weight}, and may be {limits[figure]}"
        for figure, weight in asdict(size).items()
        if weight > limits[figure]
    ]
