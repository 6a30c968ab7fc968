"""Samples of a merchant's documents as files, to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from shared.adapters.invoice_document.brand import Brand, BrandWrong, read_brand
from shared.adapters.invoice_document.document import pages, render_invoice
from shared.adapters.invoice_document.job import job_for
from shared.adapters.invoice_document.languages import LANGUAGES
from shared.adapters.invoice_document.logo import LogoWrong
from shared.adapters.invoice_document.samples import samples
from shared.domain.language import known
from shared.domain.parties import Seller

__all__ = ["LANGUAGES", "PreviewWrong", "preview"]

_DOTS_PER_INCH = 144


class PreviewWrong(Exception):
    """Nothing was printed; the message says what to change."""


def preview(
    *,
    seller: Path,
    brand: Path,
    folder: Path,
    languages: tuple[str, ...],
    percents: tuple[str, str],
    with_pictures: bool,
) -> list[Path]:
    """The files that were written, one PDF per kind and language."""
    chosen = _chosen(languages)
    look = _brand(brand)
    who = _seller(seller)
    _check_rates(percents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [
            path
            for language in chosen
            for path in _written(who, look, folder, language, percents, with_pictures=with_pictures)
        ]
    except OSError as error:
        raise PreviewWrong(f"{error.filename or folder}: {error.strerror}") from error


def _chosen(tags: tuple[str, ...]) -> tuple[str, ...]:
    """As the checkout finds them: `pt` is `pt-BR`. Each once."""
    if unknown := [tag for tag in tags if not known(tag)]:
        raise PreviewWrong(f"{', '.join(unknown)}: choose from {', '.join(LANGUAGES)}")
    return tuple(dict.fromkeys(map(known, tags)))


def _written(
    seller: Seller,
    brand: Brand,
    folder: Path,
    language: str,
    percents: tuple[str, str],
    *,
    with_pictures: bool,
) -> Iterator[Path]:
    for kind, sample in samples(seller, language, percents=percents).items():
        path = folder / f"{kind}.{language}.pdf"
        path.write_bytes(render_invoice(sample.invoice, brand=brand, terms=sample.terms))
        yield path
        if not with_pictures:
            continue
        job = job_for(sample.invoice, brand, sample.terms)
        for number, page in enumerate(pages(job, dots_per_inch=_DOTS_PER_INCH), 1):
            picture = folder / f"{kind}.{language}.{number}.png"
            picture.write_bytes(page)
            yield picture


def _brand(folder: Path) -> Brand:
    try:
        return read_brand(folder)
    except (BrandWrong, LogoWrong) as error:
        raise PreviewWrong(str(error)) from error


def _seller(file: Path) -> Seller:
    try:
        return TypeAdapter(Seller).validate_json(file.read_bytes())
    except OSError as error:
        raise PreviewWrong(f"{file} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise PreviewWrong(f"{file}: see `kvitto seller check`") from error


def _check_rates(percents: tuple[str, str]) -> None:
    for percent in percents:
        try:
            fits = 0 < Decimal(percent) < 100  # noqa: PLR2004  # per cent
        except InvalidOperation:
            fits = False
        if not fits:
            raise PreviewWrong(f"{percent}: a rate of tax above 0 and below 100")
