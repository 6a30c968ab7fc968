"""What the packages weigh, in columns."""

from __future__ import annotations

from collections.abc import Mapping

_COLUMNS = {
    "files": "files",
    "zipped_kb": "KB zipped",
    "unpacked_kb": "KB unpacked",
    "packages": "packages",
    "installed_mb": "MB installed",
}


def table(sizes: Mapping[str, Mapping[str, int]]) -> str:
    """One line for each package, the lightest first."""
    head = f"{'function':20}" + "".join(f"{title:>14}" for title in _COLUMNS.values())
    return "\n".join(
        [
            head,
            *(
                f"{name:20}" + "".join(f"{size[column]:>14}" for column in _COLUMNS)
                for name, size in sorted(sizes.items(), key=lambda row: row[1]["installed_mb"])
            ),
        ]
    )
