"""Preconditions: what a request says must hold, or must not, for it to be carried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from emulators.storage.refusals import condition_not_met, invalid, not_modified


@dataclass(frozen=True, slots=True)
class Version:
    """What preconditions are held against. What does not exist is generation 0."""

    generation: int
    metageneration: int
    etag: str


ABSENT = Version(generation=0, metageneration=0, etag="")


@dataclass(frozen=True, slots=True)
class Conditions:
    generation_match: int | None = None
    generation_not_match: int | None = None
    metageneration_match: int | None = None
    metageneration_not_match: int | None = None
    etag_match: str | None = None
    etag_not_match: str | None = None

    @classmethod
    def read(cls, query: Mapping[str, str], headers: Mapping[str, str]) -> Self:
        return replace(
            cls._of_parameters(query, "if"),
            etag_match=headers.get("If-Match"),
            etag_not_match=headers.get("If-None-Match"),
        )

    @classmethod
    def of_source(cls, query: Mapping[str, str]) -> Self:
        """Read the conditions on what is copied, such as `ifSourceGenerationMatch`."""
        return cls._of_parameters(query, "ifSource")

    @classmethod
    def _of_parameters(cls, query: Mapping[str, str], prefix: str) -> Self:
        def number(suffix: str) -> int | None:
            return whole_number(query.get(prefix + suffix), prefix + suffix)

        return cls(
            generation_match=number("GenerationMatch"),
            generation_not_match=number("GenerationNotMatch"),
            metageneration_match=number("MetagenerationMatch"),
            metageneration_not_match=number("MetagenerationNotMatch"),
        )

    def check_write(self, found: Version) -> None:
        """Raise 412 unless every condition holds."""
        if not self._is_matched_by(found) or self._is_excluded_by(found):
            raise condition_not_met()

    def check_read(self, found: Version) -> None:
        """Raise 412 for a match that fails, 304 for what the client already has."""
        if not self._is_matched_by(found):
            raise condition_not_met()
        if self._is_excluded_by(found):
            raise not_modified()

    def _is_matched_by(self, found: Version) -> bool:
        return (
            self.generation_match in {None, found.generation}
            and self.metageneration_match in {None, found.metageneration}
            and (self.etag_match is None or _names(self.etag_match, found.etag))
        )

    def _is_excluded_by(self, found: Version) -> bool:
        return (
            self.generation_not_match == found.generation
            or self.metageneration_not_match == found.metageneration
            or (self.etag_not_match is not None and _names(self.etag_not_match, found.etag))
        )


def whole_number(value: str | None, name: str) -> int | None:
    if value is None:
        return None
    if not value.isdigit():
        raise invalid(f"Invalid value for {name}: '{value}'")
    return int(value)


def _names(header: str, etag: str) -> bool:
    """Tell whether a list of entity tags names `etag`; `*` names whatever exists."""
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")}
    return bool(etag) and ("*" in tags or etag in tags)
