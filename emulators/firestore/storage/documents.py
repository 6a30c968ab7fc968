"""Many documents in little memory: all of them serialized, those used lately parsed as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from emulators.firestore.wire import Document, parse_document

PARSED_MAX = 100
# Of one collection. A parsed document takes five times the memory of a serialized one.


class Documents(Mapping[str, Document]):
    """By full name. What is handed out must not be changed."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._parsed: dict[str, Document] = {}

    def content(self, name: str) -> bytes | None:
        return self._contents.get(name)

    def put(self, document: Document, content: bytes) -> None:
        """`content` is the document, serialized."""
        self._contents[document.name] = content
        self._remember(document.name, document)

    def remove(self, name: str) -> None:
        del self._contents[name]
        self._parsed.pop(name, None)

    def __getitem__(self, name: str) -> Document:
        document = self._parsed.get(name)
        if document is None:
            document = parse_document(self._contents[name])
            self._remember(name, document)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)

    def __contains__(self, name: object) -> bool:
        return name in self._contents

    def _remember(self, name: str, document: Document) -> None:
        self._parsed[name] = document
        if len(self._parsed) > PARSED_MAX:
            del self._parsed[next(iter(self._parsed))]
