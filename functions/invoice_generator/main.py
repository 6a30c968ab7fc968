"""Push of `invoice.numbered.v1` → the PDF, kept for good, and a queued receipt."""

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import functions_framework
from flask import Request, Response
from google.cloud.storage import Client as StorageClient

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.adapters.einvoice.hybrid import hybrid
from shared.adapters.invoice_document.brand import read_brand
from shared.adapters.invoice_document.document import render_invoice
from shared.adapters.world import utc_now
from shared.composition.entry import push_route
from shared.composition.outbox import OutboxSettings, build_relay
from shared.composition.store import build_store
from shared.domain.cause import Cause
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.push import PushMessage
from shared.edge.settings import read_settings
from shared.events.commerce import InvoiceNumbered
from shared.usecases.issue_document import IssueDocument
from shared.usecases.read_envelope import read_envelope

BRAND = Path(__file__).with_name("brand")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(OutboxSettings):
    push_invoker: str
    invoices_bucket: str


@cache
def routes() -> tuple[Route, ...]:
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    bucket = StorageClient(project=settings.google_cloud_project).bucket(settings.invoices_bucket)
    issue = IssueDocument(
        transactions=store.transactions,
        archive=CloudStorageArchive(bucket),
        render=partial(hybrid, typeset=partial(render_invoice, brand=read_brand(BRAND))),
        relay=build_relay(store, settings),
        now=utc_now,
    )

    def consume(message: PushMessage) -> None:
        envelope = read_envelope(message.body)
        if isinstance(envelope.event, InvoiceNumbered):
            issue(envelope.event.invoice_id, Cause(envelope.id, message.traceparent))

    return (push_route("/push/commerce-events", settings, settings.push_invoker, store, consume),)


@functions_framework.http
def invoice_generator(request: Request) -> Response:
    return answer(request, routes())
