"""Every query that the code can make, taken from the use cases as they ask it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import shared
from shared.cli.doctor import records
from shared.domain.ids import OrderId
from shared.usecases.expire_abandoned_checkouts import ExpireAbandonedCheckouts
from shared.usecases.explain_order import ExplainOrder
from shared.usecases.export_year.completeness import Completeness, warnings_of
from shared.usecases.export_year.issued import issued_in
from shared.usecases.number_invoices import NumberInvoices, SweepWaiting
from shared.usecases.ports.database import Create, Query, R, Versioned
from shared.usecases.read_order_file import ReadOrderFile
from shared.usecases.relay import Relay, SweepOutbox
from shared.usecases.replay_dead_letter import WaitingLetters
from shared.usecases.requeue_receipts import RequeueReceipts
from shared.usecases.transaction import Transactions
from tests.builders.orders import an_order
from tests.fakes.database import MemoryDatabase
from tests.fakes.messages import MemoryTasks, MemoryTopic
from tests.fakes.world import FakeClock, SeededRandomness

SHARED = Path(shared.__file__).parent
SCAN = "adapters/firestore/database.py"
"""Makes the one query that no use case asks for: a whole collection, which needs no index."""


class Listening(MemoryDatabase):
    """Answers, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Query[Any]] = []

    def find_versioned(self, query: Query[R]) -> list[Versioned[R]]:
        self.asked.append(query)
        return super().find_versioned(query)


def _explain(database: Listening) -> None:
    order = an_order()
    database.commit([Create(order)])
    ExplainOrder(database)(OrderId(order.id))


def _read_file(database: Listening) -> None:
    order = an_order()
    database.commit([Create(order)])
    ReadOrderFile(database)(OrderId(order.id))


def _number(database: Listening) -> None:
    number = NumberInvoices(_transactions(database), _relay(database), FakeClock())
    number("INV")
    SweepWaiting(database, number)()


def _sweep_outbox(database: Listening) -> None:
    SweepOutbox(database, _relay(database), FakeClock())()


def _requeue(database: Listening) -> None:
    clock = FakeClock()
    clock.wait(3600 - clock.at.minute * 60)
    RequeueReceipts(database, MemoryTasks(), clock)()


def _list_letters(database: Listening) -> None:
    WaitingLetters(database)()


def _expire(database: Listening) -> None:
    ExpireAbandonedCheckouts(database, _transactions(database), FakeClock())()


def _export(database: Listening) -> None:
    list(issued_in(database, "INV", 2026))


def _warn(database: Listening) -> None:
    list(warnings_of(Completeness(2026), database, FakeClock()()))


def _transactions(database: Listening) -> Transactions:
    return Transactions(database, SeededRandomness(), FakeClock().wait)


def _relay(database: Listening) -> Relay:
    return Relay(database, MemoryTopic(), MemoryTasks(), FakeClock())


def _examine(database: Listening) -> None:
    deployment: Any = SimpleNamespace(clients=SimpleNamespace(documents=database), now=FakeClock())
    for check in records.checks(deployment):
        list(check.look())


ASKING: dict[str, Callable[[Listening], None]] = {
    "cli/doctor/records.py": _examine,
    "usecases/export_year/completeness.py": _warn,
    "usecases/export_year/issued.py": _export,
    "usecases/expire_abandoned_checkouts.py": _expire,
    "usecases/explain_order.py": _explain,
    "usecases/number_invoices.py": _number,
    "usecases/read_order_file.py": _read_file,
    "usecases/relay.py": _sweep_outbox,
    "usecases/replay_dead_letter.py": _list_letters,
    "usecases/requeue_receipts.py": _requeue,
}
"""Every module that makes queries → what makes it ask all of them."""


def queries_asked() -> dict[str, list[Query[Any]]]:
    """Module → its queries, each shape once, whatever the values it compares with."""
    return {module: _of(asking) for module, asking in ASKING.items()}


def _of(asking: Callable[[Listening], None]) -> list[Query[Any]]:
    database = Listening()
    asking(database)
    return list({_shape(query): query for query in database.asked}.values())


def _shape(query: Query[Any]) -> tuple[object, ...]:
    compared = tuple((field, operator) for field, operator, _ in query.where)
    return query.kind, compared, query.order_by


def queries_written() -> dict[str, int]:
    """Module → how often `Query(` stands in its source."""
    written = {
        path.relative_to(SHARED).as_posix(): sum(_queries_in(path)) for path in SHARED.rglob("*.py")
    }
    return {module: count for module, count in written.items() if count and module != SCAN}


def _queries_in(path: Path) -> Iterator[bool]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            yield name == "Query"
