"""Many documents in little memory: all of them serialized, those used lately parsed as well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from emulators.firestore.wire import Document, parse_document

PARSED_MAX = 500
# A parsed document takes five times the memory of a serialized one.


class Parsed:
    """The documents of a whole database that were used lately.

    One for all of its collections: every order has collections of its own, so what each of them
    kept would add up.
    """

    def __init__(self) -> None:
        self._documents: dict[str, Document] = {}

    def __len__(self) -> int:
        return len(self._documents)

    def get(self, name: str) -> Document | None:
        return self._documents.get(name)

    def keep(self, name: str, document: Document) -> None:
        self._documents[name] = document
        if len(self._documents) > PARSED_MAX:
            del self._documents[next(iter(self._documents))]

    def drop(self, name: str) -> None:
        self._documents.pop(name, None)


class Documents(Mapping[str, Document]):
    """Of one collection, by full name. What is handed out must not be changed."""

    def __init__(self, parsed: Parsed) -> None:
        self._contents: dict[str, bytes] = {}
        self._parsed = parsed

    def content(self, name: str) -> bytes | None:
        return self._contents.get(name)

    def put(self, name: str, document: Document, content: bytes) -> None:
        """`content` is the document, serialized."""
        self._contents[name] = content
        self._parsed.keep(name, document)

    def remove(self, name: str) -> None:
        del self._contents[name]
        self._parsed.drop(name)

    def __getitem__(self, name: str) -> Document:
        document = self._parsed.get(name)
        if document is None:
            document = parse_document(self._contents[name])
            self._parsed.keep(name, document)
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)

    def __contains__(self, name: object) -> bool:
        return name in self._contents
