"""Private: what the shop's own people do. Orders with their documents, money back, replays."""

from dataclasses import dataclass
from functools import cache

import functions_framework
from flask import Request, Response

from shared.adapters.pubsub_topic import PubSubTopic, publisher_client
from shared.adapters.stripe_checkout import stripe_client
from shared.adapters.stripe_refunds import StripeRefunds
from shared.adapters.world import utc_now
from shared.composition.store import StoreSettings, build_store, callers
from shared.edge.backoffice_api import BackofficeApi
from shared.edge.dead_letters_api import DeadLettersApi
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.mails_api import MailsApi
from shared.edge.settings import read_settings
from shared.usecases.read_order_file import ReadOrderFile
from shared.usecases.replay_dead_letter import ReplayDeadLetter, Topics, WaitingLetters
from shared.usecases.request_refund import RequestRefund
from shared.usecases.resend_document import ResendDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(StoreSettings):
    backoffice_callers: tuple[str, ...]  # the identities that people act as
    commerce_events_topic: str
    provider_events_topic: str
    stripe_api_key: str
    pubsub_emulator_host: str = ""
    stripe_api_base: str = ""


@cache
def routes() -> tuple[Route, ...]:
    """Composition root. Built on the first request, so importing this file needs no credentials."""
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    refunds = StripeRefunds(stripe_client(settings.stripe_api_key, settings.stripe_api_base))
    operators = callers(settings, *settings.backoffice_callers)
    orders = BackofficeApi(
        callers=operators,
        request_refund=RequestRefund(store.transactions, refunds, utc_now),
        read_file=ReadOrderFile(store.database),
    )
    publisher = publisher_client(settings.pubsub_emulator_host)
    topics = Topics(
        provider_events=PubSubTopic(publisher, settings.provider_events_topic),
        commerce_events=PubSubTopic(publisher, settings.commerce_events_topic),
    )
    letters = DeadLettersApi(
        callers=operators,
        waiting=WaitingLetters(store.database),
        replay=ReplayDeadLetter(store.transactions, topics, utc_now),
    )
    resend = ResendDocument(store.transactions, utc_now)
    mails = MailsApi(callers=operators, resend=resend)
    return (*orders.routes(), *letters.routes(), *mails.routes())


@functions_framework.http
def backoffice(request: Request) -> Response:
    return answer(request, routes())
