"""FirestoreAdmin: what single fields are indexed by, and TTL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from google.cloud.firestore_admin_v1.types import firestore_admin

from emulators.firestore.admin.indexes import EVERY_GROUP
from emulators.firestore.admin.names import child_of, group_of
from emulators.firestore.admin.operations import Operations
from emulators.firestore.admin.paging import page
from emulators.firestore.indexes.admin_messages import (
    add_single_indexes,
    field_message,
    settings_in,
)
from emulators.firestore.indexes.catalog import AUTOMATIC, FieldKey, FieldSettings
from emulators.firestore.indexes.catalogs import Catalogs, field_name
from emulators.firestore.methods.answering import Methods, unary
from emulators.firestore.storage.names import check_database_name
from emulators.firestore.values.field_path import parse_field_path
from emulators.firestore.wire import Request, Response
from emulators.google_apis.refused import invalid

make_list_response: Callable[..., Response] = firestore_admin.ListFieldsResponse.pb()
DEFAULT_FIELD = ("__default__", "*")
"""Stands for all fields that have no settings of their own."""
_CONFIGURED = "indexConfig.usesAncestorConfig:false"
_EXPIRING = "ttlConfig:*"
_PARTS = frozenset({"index_config", "ttl_config"})


class FieldMethods:
    def __init__(self, catalogs: Catalogs, operations: Operations) -> None:
        self._catalogs = catalogs
        self._operations = operations

    def methods(self) -> Methods:
        return {
            "GetField": unary(self.get_field, firestore_admin.GetFieldRequest),
            "ListFields": unary(self.list_fields, firestore_admin.ListFieldsRequest),
            "UpdateField": unary(self.update_field, firestore_admin.UpdateFieldRequest),
        }

    async def get_field(self, request: Request) -> Response:
        database_name, group, text = child_of(request.name, "fields")
        if (group, text) == DEFAULT_FIELD:
            return _default_message(database_name)
        return self._message(database_name, (group, parse_field_path(text)))

    async def list_fields(self, request: Request) -> Response:
        """Only what has settings of its own, as production lists it."""
        database_name, group = group_of(request.parent)
        wanted = set(filter(None, request.filter.replace(" OR ", " ").split()))
        if not wanted or not wanted <= {_CONFIGURED, _EXPIRING}:
            raise invalid(f'The filter must be "{_CONFIGURED}" or "{_EXPIRING}".')
        listed = list(self._listed(database_name, group, wanted))
        found, next_page_token = page(listed, request)
        return make_list_response(fields=found, next_page_token=next_page_token)

    async def update_field(self, request: Request) -> Response:
        database_name, group, text = child_of(request.field.name, "fields")
        check_database_name(database_name)
        if (group, text) == DEFAULT_FIELD:
            raise invalid("The settings of all fields at once cannot be changed here.")
        key = (group, parse_field_path(text))
        parts = set(request.update_mask.paths) or _PARTS
        if not parts <= _PARTS:
            raise invalid(f"Invalid update mask: {', '.join(sorted(parts - _PARTS))}.")
        settings = self._catalogs.of(database_name).fields.get(key, FieldSettings())
        asked = settings_in(request.field)
        if "index_config" in parts:
            settings = replace(settings, indexes=asked.indexes)
        if "ttl_config" in parts:
            settings = replace(settings, ttl_offset=asked.ttl_offset)
            self._check_ttl(database_name, key, settings)
        self._catalogs.put_field(database_name, key, settings)
        return self._operations.field_updated(database_name, self._message(database_name, key))

    def _check_ttl(self, database_name: str, key: FieldKey, settings: FieldSettings) -> None:
        others = (other for other, _ in self._catalogs.of(database_name).ttls() if other != key)
        if settings.ttl_offset is not None and key[0] in {group for group, _ in others}:
            raise invalid("Only one field of a collection group can have a TTL policy.")

    def _listed(
        self, database_name: str, group: str, wanted: Collection[str]
    ) -> Iterator[Response]:
        if group == EVERY_GROUP and _CONFIGURED in wanted:
            yield _default_message(database_name)
        fields = self._catalogs.of(database_name).fields
        for key, settings in sorted(fields.items(), key=lambda item: item[0]):
            is_wanted = (settings.indexes is not None and _CONFIGURED in wanted) or (
                settings.ttl_offset is not None and _EXPIRING in wanted
            )
            if is_wanted and group in {EVERY_GROUP, key[0]}:
                yield self._message(database_name, key)

    def _message(self, database_name: str, key: FieldKey) -> Response:
        catalog = self._catalogs.of(database_name)
        settings = catalog.fields.get(key, FieldSettings())
        message = field_message(field_name(database_name, key), settings)
        config = message.index_config
        config.ancestor_field = _default_name(database_name)
        if settings.indexes is None:
            config.uses_ancestor_config = True
            add_single_indexes(config, str(key[1]), catalog.single_indexes(*key))
        return message


def _default_name(database_name: str) -> str:
    return f"{database_name}/collectionGroups/{DEFAULT_FIELD[0]}/fields/{DEFAULT_FIELD[1]}"


def _default_message(database_name: str) -> Response:
    message = field_message(_default_name(database_name), FieldSettings())
    add_single_indexes(message.index_config, DEFAULT_FIELD[1], AUTOMATIC)
    return message
