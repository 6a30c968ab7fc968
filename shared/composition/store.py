"""The database, its transactions, and what every private function needs with them."""

from __future__ import annotations

from dataclasses import dataclass

from google.cloud import firestore

from shared.adapters.firestore.database import FirestoreDatabase
from shared.adapters.world import SystemRandomness, utc_now, wait
from shared.edge.caller import GOOGLE_ISSUER, GOOGLE_KEYS, Callers
from shared.usecases.keep_dead_letter import KeepDeadLetter
from shared.usecases.transaction import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    google_cloud_project: str
    firestore_database: str
    audience: str
    oidc_issuer: str = GOOGLE_ISSUER
    oidc_keys_url: str = GOOGLE_KEYS


@dataclass(frozen=True, slots=True)
class Store:
    database: FirestoreDatabase
    transactions: Transactions
    park: KeepDeadLetter


def build_store(settings: StoreSettings) -> Store:
    client = firestore.Client(
        project=settings.google_cloud_project, database=settings.firestore_database
    )
    database = FirestoreDatabase(client)
    transactions = Transactions(database, SystemRandomness(), wait)
    return Store(database, transactions, KeepDeadLetter(transactions, utc_now))


def callers(settings: StoreSettings, *emails: str) -> Callers:
    return Callers(
        audience=settings.audience,
        emails=emails,
        issuer=settings.oidc_issuer,
        keys_url=settings.oidc_keys_url,
    )
