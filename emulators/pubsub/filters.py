"""Subscription filters: the grammar, compiled to a test on a message's attributes.

    filter     = term , { "AND" , term } | term , { "OR" , term }
    term       = [ "NOT" | "-" ] , ( comparison | "(" , filter , ")" )
    comparison = "attributes" , ":" , key
               | "attributes" , "." , key , ( "=" | "!=" ) , string
               | "hasPrefix" , "(" , "attributes" , "." , key , "," , string , ")"

AND and OR do not mix without parentheses; `!=` also holds where the attribute is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from emulators.google_apis.refused import Refused, invalid
from emulators.pubsub.filter_tokens import Kind, Token, tokens

Predicate = Callable[[Mapping[str, str]], bool]
FILTER_BYTES_MAX = 256


def compiled(source: str) -> Predicate:
    """Compile a filter; the empty one lets everything through."""
    if len(source.encode()) > FILTER_BYTES_MAX:
        raise invalid(f"Invalid filter: longer than {FILTER_BYTES_MAX} bytes.")
    if not source.strip():
        return lambda _: True
    parser = _Parser(source)
    predicate = parser.filter()
    parser.require_end()
    return predicate


class _Parser:
    def __init__(self, source: str) -> None:
        self._source = source
        self._tokens = list(tokens(source))

    def filter(self) -> Predicate:
        terms = [self._term()]
        joiner = self._next.text if self._next_is("AND") or self._next_is("OR") else ""
        while joiner and self._skip(joiner):
            terms.append(self._term())
        if self._next_is("AND") or self._next_is("OR"):
            raise self._unexpected("AND and OR need parentheses between them", self._next)
        if joiner == "OR":
            return lambda attributes: any(term(attributes) for term in terms)
        return lambda attributes: all(term(attributes) for term in terms)

    def require_end(self) -> None:
        if self._next.kind is not Kind.END:
            raise self._unexpected("expected AND, OR or the end", self._next)

    def _term(self) -> Predicate:
        if self._skip("NOT") or self._skip("-"):
            negated = self._term()
            return lambda attributes: not negated(attributes)
        if self._skip("("):
            inner = self.filter()
            self._require(")")
            return inner
        if self._skip("hasPrefix"):
            return self._has_prefix()
        self._require("attributes")
        return self._presence() if self._skip(":") else self._comparison()

    def _presence(self) -> Predicate:
        key = self._key()
        return lambda attributes: key in attributes

    def _comparison(self) -> Predicate:
        self._require(".")
        key = self._key()
        if self._skip("="):
            value = self._string()
            return lambda attributes: attributes.get(key) == value
        self._require("!=")
        other = self._string()
        return lambda attributes: attributes.get(key) != other

    def _has_prefix(self) -> Predicate:
        self._require("(")
        self._require("attributes")
        self._require(".")
        key = self._key()
        self._require(",")
        prefix = self._string()
        self._require(")")
        return lambda attributes: key in attributes and attributes[key].startswith(prefix)

    def _key(self) -> str:
        token = self._tokens.pop(0)
        if token.kind not in {Kind.WORD, Kind.STRING}:
            raise self._unexpected("expected an attribute key", token)
        return token.text

    def _string(self) -> str:
        token = self._tokens.pop(0)
        if token.kind is not Kind.STRING:
            raise self._unexpected('expected a string in "quotes"', token)
        return token.text

    @property
    def _next(self) -> Token:
        return self._tokens[0]

    def _next_is(self, text: str) -> bool:
        return self._next.kind in {Kind.WORD, Kind.SIGN} and self._next.text == text

    def _skip(self, text: str) -> bool:
        found = self._next_is(text)
        if found:
            del self._tokens[0]
        return found

    def _require(self, text: str) -> None:
        if not self._skip(text):
            raise self._unexpected(f"expected {text}", self._next)

    def _unexpected(self, what: str, token: Token) -> Refused:
        return invalid(f"Invalid filter: {what} at offset {token.offset}: {self._source}")
