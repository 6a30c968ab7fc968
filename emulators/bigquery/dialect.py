"""BigQuery's SQL as DuckDB takes it. What is not named here goes through as it is.

Functions that only have another name, or their arguments in another order, are macros of the
engine (`functions.py`); here is what no macro can do: names in backticks, strings in double
quotes, parts of a date, types, positions in an array, and the time of day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from emulators.bigquery.columns import quoted
from emulators.bigquery.sql_tokens import BadSql, Kind, Token, tokens

_TYPES = {
    "FLOAT64": "DOUBLE",
    "BYTES": "BLOB",
    "NUMERIC": "DECIMAL(38,9)",
    "BIGNUMERIC": "DECIMAL(38,18)",
    "DATETIME": "TIMESTAMP",
}
_RENAMED = {
    "SAFE_CAST": "TRY_CAST",
    "DATE_TRUNC": "bigquery_date_trunc",
    "DATE_DIFF": "bigquery_date_diff",
    "TIMESTAMP": "bigquery_timestamp",
    "STRING": "bigquery_string",
    "FORMAT_DATE": "bigquery_format",
    "FORMAT_TIMESTAMP": "bigquery_format",
}
"""Functions whose name DuckDB has taken for something else, or that are no functions there."""
_PARTS = {
    *("MICROSECOND", "MILLISECOND", "SECOND", "MINUTE", "HOUR", "DAY"),
    *("MONTH", "QUARTER", "YEAR", "ISOWEEK"),
}
_TAKE_PARTS = {
    f"{kind}_{what}" for kind in ("TIMESTAMP", "DATE", "DATETIME") for what in ("TRUNC", "DIFF")
}
_POSITIONS = {"OFFSET": "1+", "SAFE_OFFSET": "1+", "ORDINAL": "0+", "SAFE_ORDINAL": "0+"}
_NOW = {"CURRENT_TIMESTAMP": "TIMESTAMP", "CURRENT_DATE": "DATE", "CURRENT_DATETIME": "TIMESTAMP"}


def translated(sql: str, now: datetime) -> str:
    """Return the query for DuckDB; `BadSql` unless it is a single SELECT."""
    words = [token for token in tokens(sql) if token.kind is not Kind.SPACE]
    while words and words[-1] == Token(Kind.OTHER, ";"):
        words.pop()
    if not words or not (words[0].says("SELECT", "WITH") or words[0].text == "("):
        raise BadSql("Only SELECT is served here.")
    if Token(Kind.OTHER, ";") in words:
        raise BadSql("Scripts of several statements are not served here.")
    return " ".join(_Translator(words, now).output())


class _Translator:
    def __init__(self, words: Sequence[Token], now: datetime) -> None:
        self._words = words
        self._now = now
        self._calls: list[str] = []
        """What each open parenthesis belongs to; "" for one of its own."""

    def output(self) -> Iterator[str]:
        index = 0
        while index < len(self._words):
            text, skipped = self._translate(index)
            index += 1 + skipped
            yield text

    def _translate(self, index: int) -> tuple[str, int]:
        """Return what the word becomes, and how many words after it are said with that."""
        token = self._words[index]
        if token.kind is Kind.WORD:
            return self._word(index, token.text.upper())
        if token.kind is Kind.NAME:
            return ".".join(quoted(part) for part in token.text.split(".")), 0
        if token.kind is Kind.STRING:
            escaped = token.text.replace("'", "''")
            return f"'{escaped}'", 0
        if token.kind is Kind.PARAMETER:
            return f"${token.text}", 0
        self._count_parenthesis(index)
        return token.text, 0

    def _word(self, index: int, word: str) -> tuple[str, int]:
        after, before = self._at(index + 1), self._at(index - 1)
        called = after.text == "("
        if word in _NOW and before.text != ".":
            return self._now_literal(word), 2 if called else 0
        if called:
            return self._function(word, before) or self._words[index].text, 0
        return self._plain(word, before) or self._words[index].text, 0

    def _function(self, word: str, before: Token) -> str:
        if word in _POSITIONS and before.text == "[":
            return _POSITIONS[word]
        if word == "EXCEPT" and before.text == "*":
            return "EXCLUDE"
        return _RENAMED.get(word, "")

    def _plain(self, word: str, before: Token) -> str:
        if before.says("AS") and self._calls and self._calls[-1] in {"CAST", "SAFE_CAST"}:
            return _TYPES.get(word, "")
        if before.text == "," and self._calls and self._calls[-1] in _TAKE_PARTS:
            return self._part(word)
        return ""

    def _part(self, word: str) -> str:
        if word == "WEEK":
            raise BadSql("WEEK, which begins on Sunday, is not translated here; use ISOWEEK.")
        if word in _PARTS:
            return "'week'" if word == "ISOWEEK" else f"'{word.lower()}'"
        return ""

    def _count_parenthesis(self, index: int) -> None:
        text = self._words[index].text
        if text == "(":
            before = self._at(index - 1)
            self._calls.append(before.text.upper() if before.kind is Kind.WORD else "")
        elif text == ")" and self._calls:
            self._calls.pop()

    def _now_literal(self, word: str) -> str:
        moment = self._now.replace(tzinfo=None)
        value = moment.date() if word == "CURRENT_DATE" else moment
        return f"{_NOW[word]} '{value.isoformat()}'"

    def _at(self, index: int) -> Token:
        if 0 <= index < len(self._words):
            return self._words[index]
        return Token(Kind.SPACE, "")
