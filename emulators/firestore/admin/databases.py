"""FirestoreAdmin: databases, as far as they can be looked at."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from google.cloud.firestore_admin_v1.types import database as types
from google.cloud.firestore_admin_v1.types import firestore_admin

from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.storage.databases import Databases
from emulators.firestore.storage.history import KEPT_FOR_MICROS
from emulators.firestore.storage.instants import Instants, Micros, timestamp_of
from emulators.firestore.wire import Request, Response
from emulators.google_apis.refused import invalid

make_database: Callable[..., Response] = types.Database.pb()
make_list_response: Callable[..., Response] = firestore_admin.ListDatabasesResponse.pb()


class DatabaseMethods:
    def __init__(
        self, databases: Databases, instants: Instants, *, location: str, optimistic: bool
    ) -> None:
        self._databases = databases
        self._instants = instants
        self._location = location
        modes = types.Database.ConcurrencyMode
        self._mode = modes.OPTIMISTIC if optimistic else modes.PESSIMISTIC

    def methods(self) -> Methods:
        return {
            "GetDatabase": unary(self.get_database, firestore_admin.GetDatabaseRequest),
            "ListDatabases": unary(self.list_databases, firestore_admin.ListDatabasesRequest),
        }

    async def get_database(self, request: Request) -> Response:
        """A database exists as soon as somebody names it."""
        return self._message(self._databases.open(request.name).name)

    async def list_databases(self, request: Request) -> Response:
        if not request.parent.startswith("projects/"):
            raise invalid(f'Invalid project name "{request.parent}".')
        under = f"{request.parent}/databases/"
        names = sorted(name for name in self._databases.names() if name.startswith(under))
        return make_list_response(databases=[self._message(name) for name in names])

    def _message(self, name: str) -> Response:
        kept = timedelta(microseconds=KEPT_FOR_MICROS)
        message = make_database(
            name=name,
            uid=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            location_id=self._location,
            type_=types.Database.DatabaseType.FIRESTORE_NATIVE,
            concurrency_mode=self._mode,
            earliest_version_time=timestamp_of(Micros(self._instants.now() - KEPT_FOR_MICROS)),
            point_in_time_recovery_enablement=(
                types.Database.PointInTimeRecoveryEnablement.POINT_IN_TIME_RECOVERY_DISABLED
            ),
            app_engine_integration_mode=types.Database.AppEngineIntegrationMode.DISABLED,
            delete_protection_state=(
                types.Database.DeleteProtectionState.DELETE_PROTECTION_DISABLED
            ),
            database_edition=types.Database.DatabaseEdition.STANDARD,
        )
        message.version_retention_period.FromTimedelta(kept)
        return message
