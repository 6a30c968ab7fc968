"""A task per mail → one e-mail; push of the mail provider's events → the doubt settled."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import functions_framework
from flask import Request, Response
from google.cloud.storage import Client as StorageClient

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.adapters.order_tokens import OrderTokens
from shared.adapters.receipt_mail.compose import compose_mail
from shared.adapters.ses_mailer import SesMailer, ses_client
from shared.adapters.world import SystemRandomness, utc_now
from shared.composition.entry import push_route, task_route
from shared.composition.outbox import RECEIPTS_PATH, OutboxSettings, build_relay
from shared.composition.store import build_store
from shared.domain.cause import Cause
from shared.domain.ids import ReceiptId
from shared.domain.order import Order
from shared.domain.receipt import Grace, Receipt
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.settings import read_settings
from shared.edge.tasks import text_of
from shared.usecases.ports.mail import Mail
from shared.usecases.send_receipt import Enclosed, SendReceipt
from shared.usecases.settle_receipt import SettleReceipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(OutboxSettings):
    push_invoker: str
    invoices_bucket: str
    mail_from: str
    aws_region: str
    ses_configuration_set: str
    order_page_url: str
    order_token_keys: tuple[str, ...]
    receipt_silence_seconds: int = 900
    aws_endpoint_url_sesv2: str = ""


@cache
def routes() -> tuple[Route, ...]:
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    relay = build_relay(store, settings)
    bucket = StorageClient(project=settings.google_cloud_project).bucket(settings.invoices_bucket)
    tokens = OrderTokens(settings.order_token_keys)

    def compose(receipt: Receipt, about: Enclosed | Order) -> Mail:
        page = settings.order_page_url.replace("{token}", tokens.issue(receipt.order_id))
        return compose_mail(receipt=receipt, about=about, order_url=page, sender=settings.mail_from)

    send = SendReceipt(
        transactions=store.transactions,
        archive=CloudStorageArchive(bucket),
        compose=compose,
        mailer=SesMailer(
            ses_client(settings.aws_region, settings.aws_endpoint_url_sesv2),
            settings.mail_from,
            settings.ses_configuration_set,
        ),
        relay=relay,
        randomness=SystemRandomness(),
        now=utc_now,
        grace=Grace(silence=timedelta(seconds=settings.receipt_silence_seconds)),
    )
    settle = SettleReceipt(store.transactions, relay, utc_now)

    def run(body: dict[str, Any], cause: Cause) -> None:
        send(ReceiptId(text_of(body, "receipt_id")), cause)

    return (
        task_route(RECEIPTS_PATH, settings, settings.tasks_invoker, store, run),
        push_route(
            "/push/provider-events",
            settings,
            settings.push_invoker,
            store,
            lambda message: settle(message.body, message.traceparent),
        ),
    )


@functions_framework.http
def receipt_mailer(request: Request) -> Response:
    return answer(request, routes())
