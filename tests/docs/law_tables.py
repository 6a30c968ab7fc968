"""The tables of `docs/merchants.md` that are made from the law as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.cli.law.register import Checked, Sourced, portals, retention, rules

_MARKED = re.compile(r"(<!-- table: ([\w-]+) -->\n).*?(<!-- end of table -->)", re.DOTALL)
_DONE = {"yes": "", "part": "**In part.** ", "no": "**Not done.** "}
_EU = "Directive 2006/112/EC"
_MARKS = {Checked.TEXT: "", Checked.SECONDARY: " (s)", Checked.KNOWN: " (k)"}


def with_tables(text: str) -> str:
    """`text` with each marked table made anew."""
    return _MARKED.sub(lambda found: f"{found[1]}{table(found[2])}{found[3]}", text)


def names_of(text: str) -> set[str]:
    return {found[2] for found in _MARKED.finditer(text)}


def table(name: str) -> str:
    if name == "portals":
        return _drawn(("state", "system", "what it wants", "what you do", "source"), _portals())
    if name == "retention":
        return _drawn(("state", "years", "counted from", "source"), _retention())
    return _drawn(("what the law says", "source", "Kvitto"), _rules(name))


def _rules(group: str) -> Iterator[tuple[str, ...]]:
    for rule in rules().values():
        if rule.group == group:
            yield rule.says, _source(rule), _DONE[rule.kvitto] + rule.how


def _portals() -> Iterator[tuple[str, ...]]:
    for portal in portals():
        to = "" if portal.sales == "everybody" else " *Sales to businesses.*"
        system = f"{portal.system}, {portal.when}"
        yield portal.state, system, portal.wants + to, portal.instead, _source(portal)


def _retention() -> Iterator[tuple[str, ...]]:
    for keep in retention().values():
        yield keep.state, str(keep.years), keep.counted_from, _source(keep)


def _source(of: Sourced) -> str:
    name = of.article if of.act == _EU else f"{of.act} {of.article}".rstrip()
    return f"[{name}]({of.url}), {of.checked_on}{_MARKS[of.checked]}"


def _drawn(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
