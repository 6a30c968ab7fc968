"""Public: the catalog, a cart into an order and a page to pay on, the order and its invoice."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import functions_framework
from flask import Request, Response
from google.cloud.storage import Client as StorageClient

from shared.adapters.cloud_storage import CloudStorageArchive
from shared.adapters.file_links import FileLinks
from shared.adapters.merchant_files import read_catalog
from shared.adapters.order_tokens import OrderTokens
from shared.adapters.stripe_checkout import StripeCheckout, stripe_client
from shared.adapters.world import SystemRandomness, utc_now
from shared.composition.entry import schedule_route
from shared.composition.store import StoreSettings, build_store
from shared.edge.checkout_api import CheckoutApi
from shared.edge.cors import allow, is_preflight, preflight
from shared.edge.documents_api import DocumentsApi
from shared.edge.gate import Route, answer
from shared.edge.logs import log_as_json
from shared.edge.settings import read_settings
from shared.edge.throttle import Throttle
from shared.usecases.describe_order import DescribeOrder, ReadOrder
from shared.usecases.expire_abandoned_checkouts import ExpireAbandonedCheckouts
from shared.usecases.open_checkout import OpenCheckout
from shared.usecases.read_document import FindFile, ReadFile

CATALOG = Path(__file__).with_name("catalog.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(StoreSettings):
    stripe_api_key: str
    order_token_keys: tuple[str, ...]
    invoices_bucket: str
    public_url: str
    return_urls: str  # JSON: return name → base URL of the shop
    allowed_origins: tuple[str, ...]
    scheduler_invoker: str
    checkouts_per_minute_max: int  # for one caller
    checkouts_per_second_max: int  # for all callers of one instance
    proxies: int = 0  # 1 behind a load balancer
    stripe_api_base: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    routes: tuple[Route, ...]
    origins: tuple[str, ...]


@cache
def entry() -> Entry:
    """Composition root. Built on the first request, so importing this file needs no credentials."""
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    store = build_store(settings)
    tokens = OrderTokens(settings.order_token_keys)
    describe = DescribeOrder(settings.public_url, tokens.issue)
    bucket = StorageClient(project=settings.google_cloud_project).bucket(settings.invoices_bucket)
    catalog = read_catalog(CATALOG)
    api = CheckoutApi(
        catalog=catalog,
        open_checkout=OpenCheckout(
            catalog=catalog,
            returns=json.loads(settings.return_urls),
            transactions=store.transactions,
            provider=StripeCheckout(
                stripe_client(settings.stripe_api_key, settings.stripe_api_base)
            ),
            describe=describe,
            randomness=SystemRandomness(),
            now=utc_now,
        ),
        read_order=ReadOrder(store.database, describe),
        order_of=tokens.verify,
        throttle=Throttle(settings.checkouts_per_minute_max, settings.checkouts_per_second_max),
        randomness=SystemRandomness(),
        public_url=settings.public_url,
        proxies=settings.proxies,
    )
    links = FileLinks(settings.order_token_keys, utc_now)
    documents = DocumentsApi(
        find=FindFile(store.database),
        read=ReadFile(CloudStorageArchive(bucket)),
        order_of=tokens.verify,
        link_to=links.issue,
        file_of=links.open,
    )
    expire = ExpireAbandonedCheckouts(store.database, store.transactions, utc_now)
    sweep = schedule_route(
        "/internal/abandoned-checkouts", settings, settings.scheduler_invoker, expire
    )
    return Entry((*api.routes(), *documents.routes(), sweep), settings.allowed_origins)


@functions_framework.http
def checkout(request: Request) -> Response:
    response = preflight() if is_preflight(request) else answer(request, entry().routes)
    return allow(request, response, entry().origins)
