"""What the services hold in memory of one order does not grow with its documents and mails."""

from __future__ import annotations

import gc
import json
import os
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from emulators.archives.kept import Kept
from emulators.clock.clock import Clock
from emulators.console.watching.chronicle import Chronicle
from emulators.firestore.storage import history as histories
from emulators.firestore.storage.database import Database
from emulators.firestore.storage.documents import PARSED_MAX
from emulators.firestore.storage.history import History
from emulators.firestore.storage.instants import Instants, Micros
from emulators.firestore.wire import make_document, make_value
from emulators.ses.message import Message
from emulators.ses.outbox import Outbox
from emulators.shelf import Forgetful
from emulators.storage.contents import Contents
from emulators.stripe.store import Store

MANY = 300
LARGE = 50_000  # as an invoice


def held_bytes(make: Callable[[int], object]) -> float:
    """What stays in memory for each call of `make`, which is given a number."""
    make(0)
    gc.collect()
    tracemalloc.start()
    try:
        for number in range(1, MANY + 1):
            make(number)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / MANY
    finally:
        tracemalloc.stop()


def test_an_object_s_content_is_not_held() -> None:
    contents = Contents()
    assert held_bytes(lambda number: contents.put(number, os.urandom(LARGE))) < 1_000
    assert len(contents.get(MANY)) == LARGE


def test_a_mail_s_text_is_not_held() -> None:
    outbox = Outbox(Forgetful().shelf("ses"))

    def send(_: int) -> None:
        number = outbox.next_id()
        sent_at = datetime(2026, 1, 1, tzinfo=UTC)
        to = (f"{number}@example.org",)
        mail = Message(number, number, "shop@example.org", to, sent_at, None, (), os.urandom(LARGE))
        outbox.add(mail)

    assert held_bytes(send) < 2_000
    last = outbox.get(str(MANY))
    assert last is not None
    assert len(last.raw) == LARGE


def test_stripe_s_events_and_used_keys_are_not_held() -> None:
    store = Store(Forgetful().shelf("stripe"))

    def happen(number: int) -> None:
        event = {"object": "event", "id": f"evt_{number}", "data": ["x" * 10] * 300}
        store.save(json.loads(json.dumps(event)))
        store.put("idempotency", f"key-{number}", {"body": "x" * 4000 + str(number)})

    assert held_bytes(happen) < 1_500
    assert len(store.get("event", "evt_7")["data"]) == 300


def test_the_values_that_the_console_watches_are_not_held() -> None:
    chronicle = Chronicle(lambda: 0)

    def change(number: int) -> None:
        chronicle.put("firestore", f"documents/{number}", os.urandom(LARGE))

    assert held_bytes(change) < 1_500
    assert len(chronicle.present("firestore")[f"documents/{MANY}"]) == LARGE


def test_shelves_that_end_with_the_process_hold_no_large_values_and_give_them_back() -> None:
    archive = Kept()
    shelf = archive.shelf("storage")
    assert held_bytes(lambda number: shelf.put(str(number), os.urandom(LARGE))) < 1_000
    assert {len(value) for _, value in shelf.items()} == {LARGE}


def test_no_more_documents_are_parsed_however_many_collections_there_are() -> None:
    shelf, instants = Forgetful().shelf("firestore"), Instants(Clock())
    database = Database("projects/p/databases/d", shelf, instants, known_since=Micros(0))
    names = [
        f"projects/p/databases/d/documents/orders/{number}/steps/paid"
        for number in range(PARSED_MAX + 50)
    ]
    for place, name in enumerate(names):
        fields = {"n": make_value(integer_value=place)}
        database.apply({name: make_document(name=name, fields=fields)}, Micros(place + 1))

    assert len(database.parsed) == PARSED_MAX
    found = [database.document(name) for name in names]
    assert [one and one.fields["n"].integer_value for one in found] == list(range(len(names)))


def test_that_a_document_was_not_there_counts_as_history_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(histories, "KEPT_BYTES_MAX", 10_000)
    history = History(begins_at=Micros(0))
    for number in range(100):
        history.remember(f"orders/{number}", None, Micros(number))

    assert 1 < len(list(history.names())) < 30
