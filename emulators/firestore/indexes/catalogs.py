"""The catalogs of all databases: what was configured, and what clients have made of it since."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from emulators import topology
from emulators.firestore.indexes.admin_messages import (
    definition_in,
    field_message,
    index_message,
    parse_field,
    parse_index,
    settings_in,
)
from emulators.firestore.indexes.catalog import Catalog, FieldKey, FieldSettings
from emulators.firestore.indexes.definition import FieldOverride, IndexDefinition, definition_of
from emulators.firestore.storage.names import is_document_name
from emulators.firestore.values.field_path import parse_field_path
from emulators.shelf import Shelf

_DELETED = b""


class Catalogs:
    """Every database begins with what was configured."""

    def __init__(
        self,
        shelf: Shelf,
        *,
        indexes: Sequence[topology.Index | IndexDefinition] | None,
        overrides: Sequence[FieldOverride],
        ttl: Sequence[topology.Ttl],
    ) -> None:
        self._shelf = shelf
        self._is_enforced = indexes is not None
        self._indexes = [definition_of(index) for index in indexes or ()]
        self._fields = _configured_fields(overrides, ttl)
        self._catalogs: dict[str, Catalog] = {}
        for key, content in shelf.items():
            if not is_document_name(key):
                self._restore(key, content)

    def of(self, database_name: str) -> Catalog:
        catalog = self._catalogs.get(database_name)
        if catalog is None:
            catalog = self._catalogs[database_name] = Catalog(is_enforced=self._is_enforced)
            catalog.composites.update({id_of(index): index for index in self._indexes})
            catalog.fields.update(self._fields)
        return catalog

    def put_index(self, database_name: str, id_: str, index: IndexDefinition) -> None:
        self.of(database_name).composites[id_] = index
        name = index_name(database_name, index.collection, id_)
        self._shelf.put(name, index_message(name, index).SerializeToString())

    def delete_index(self, database_name: str, id_: str) -> None:
        """Kept as deleted, for it may have been configured."""
        index = self.of(database_name).composites.pop(id_)
        self._shelf.put(index_name(database_name, index.collection, id_), _DELETED)

    def put_field(self, database_name: str, key: FieldKey, settings: FieldSettings) -> None:
        fields = self.of(database_name).fields
        fields[key] = settings
        name = field_name(database_name, key)
        self._shelf.put(name, field_message(name, settings).SerializeToString())

    def _restore(self, key: str, content: bytes) -> None:
        """Put back what the shelf kept under a name of an index or a field."""
        database_name, _, rest = key.partition("/collectionGroups/")
        collection, kind, id_ = rest.split("/", 2)
        catalog = self.of(database_name)
        if kind == "fields":
            path = parse_field_path(id_)
            catalog.fields[collection, path] = settings_in(parse_field(content))
        elif content == _DELETED:
            catalog.composites.pop(id_, None)
        else:
            catalog.composites[id_] = definition_in(parse_index(content), collection)


def id_of(index: IndexDefinition) -> str:
    """The same for the same index, so that a restart changes no name."""
    return hashlib.sha256(repr(index).encode()).hexdigest()[:12]


def index_name(database_name: str, collection: str, id_: str) -> str:
    return f"{database_name}/collectionGroups/{collection}/indexes/{id_}"


def field_name(database_name: str, key: FieldKey) -> str:
    collection, path = key
    return f"{database_name}/collectionGroups/{collection}/fields/{path}"


def _configured_fields(
    overrides: Sequence[FieldOverride], ttl: Sequence[topology.Ttl]
) -> dict[FieldKey, FieldSettings]:
    fields = {
        (each.collection, parse_field_path(each.path)): FieldSettings(each.indexes)
        for each in overrides
    }
    for each in ttl:
        key = (each.collection, parse_field_path(each.field))
        indexes = fields.get(key, FieldSettings()).indexes
        fields[key] = FieldSettings(indexes, timedelta(seconds=each.offset_seconds))
    return fields
