"""Bugs of telling: events, documents and mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import LoggedEvent
from shared.domain.invoice import ArchivedDocument
from shared.domain.receipt import Receipt, ReceiptStatus
from shared.usecases import send_receipt, settle_receipt
from shared.usecases.ports.database import Put
from shared.usecases.relay import Relay, SweepOutbox
from shared.usecases.send_receipt import SendReceipt
from tests.fakes.archive import MemoryArchive

Patch = pytest.MonkeyPatch


def outbox_marked_before_it_is_published(patch: Patch) -> None:
    relay = Relay.__call__

    def hasty(self: Relay, rows: Sequence[LoggedEvent]) -> None:
        self.database.commit([Put(replace(row, due_at=None)) for row in rows])
        relay(self, rows)

    patch.setattr(Relay, "__call__", hasty)


def task_forgotten(patch: Patch) -> None:
    patch.setattr(Relay, "_task", lambda _self, _row: None)


def outbox_never_swept(patch: Patch) -> None:
    patch.setattr(SweepOutbox, "__call__", lambda _self: 0)


def document_overwritten(patch: Patch) -> None:
    """The upload does not say `if_generation_match=0`."""
    create = MemoryArchive.create

    def over(self: MemoryArchive, name: str, content: bytes, content_type: str) -> ArchivedDocument:
        fresh = create(self, name, content, content_type)
        again = replace(fresh, generation=fresh.generation + 1)
        self.overwrite(again, content)
        return again

    patch.setattr(MemoryArchive, "create", over)


def mail_resent_as_soon_as_the_lease_lapses(patch: Patch) -> None:
    def lapsed(self: Receipt, *, at: datetime) -> Receipt:
        held = self.lease_until is not None and at < self.lease_until
        if self.status is not ReceiptStatus.SENDING or held:
            return self
        return replace(self, status=ReceiptStatus.QUEUED)

    patch.setattr(Receipt, "lapsed", lapsed)


def mail_sent_before_the_claim(patch: Patch) -> None:
    """No claim at all: look whether it was sent, send it, note it."""

    def send(self: SendReceipt, receipt_id: Any, cause: Any) -> None:
        receipt, invoice = self._read(receipt_id)
        if receipt.is_settled:
            return
        message_id = self.mailer.send(self._composed(receipt, invoice))
        at = self.now()
        rows = self.transactions(
            lambda session: send_receipt.confirm(
                session, receipt_id, message_id, at, "reply", cause
            )
        )
        self.relay.try_now(rows)

    patch.setattr(SendReceipt, "__call__", send)


def lease_not_checked_before_the_send(patch: Patch) -> None:
    """A process that stood still goes on as if nothing had happened."""
    send = SendReceipt._send  # noqa: SLF001 - where the lease is looked at

    def careless(self: SendReceipt, claimed: Receipt, mail: Any, cause: Any) -> None:
        self.now()
        for_ever = replace(claimed, lease_until=self.now() + timedelta(days=1))
        send(self, for_ever, mail, cause)

    patch.setattr(SendReceipt, "_send", careless)


def doubt_taken_for_a_failure(patch: Patch) -> None:
    """A mail that may be out is sent again at once."""

    def doubtful(self: Receipt, _fence: int) -> Receipt:
        return replace(self, status=ReceiptStatus.QUEUED, lease_until=None)

    patch.setattr(Receipt, "doubtful", doubtful)


def events_of_the_mail_provider_ignored(patch: Patch) -> None:
    patch.setattr(settle_receipt, "PROOF_OF_SENDING", set())


def sent_receipt_not_told(patch: Patch) -> None:
    patch.setattr(send_receipt, "announce", lambda *_: ())
    patch.setattr(settle_receipt, "announce", lambda *_: ())


BUGS_OF_TELLING = (
    outbox_marked_before_it_is_published,
    task_forgotten,
    outbox_never_swept,
    document_overwritten,
    mail_resent_as_soon_as_the_lease_lapses,
    mail_sent_before_the_claim,
    lease_not_checked_before_the_send,
    doubt_taken_for_a_failure,
    events_of_the_mail_provider_ignored,
    sent_receipt_not_told,
)
