"""What `kvitto seller check` finds in the catalog, which must fit to the seller."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.adapters.merchant_files import CatalogWrong, read_catalog
from shared.cli.cannot_run import CannotRun
from shared.domain.catalog_rules import lacks_of_both
from shared.domain.errors import Refused
from shared.domain.parties import Seller
from shared.domain.seller_rules import Lack

CATALOG = Path("functions/checkout/catalog.json")


def lacks_with_catalog(seller: Seller, file: Path | None) -> tuple[Lack, ...]:
    """`file` must be there if it is named; the usual one need not."""
    path = file or CATALOG
    if file is None and not path.exists():
        return ()
    try:
        catalog = read_catalog(path)
    except OSError as error:
        raise CannotRun(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        return tuple(_lack(found) for found in error.errors())
    except KeyError as error:
        return (Lack("catalog", f"{error} is missing"),)
    except (CatalogWrong, Refused, LookupError, TypeError, ValueError) as error:
        return (Lack("catalog", " ".join(f"{error}".split()) or type(error).__name__),)
    return lacks_of_both(catalog, seller)


def _lack(found: ErrorDetails) -> Lack:
    """A product is named by its place in the list, counted from 0."""
    place = ".".join(map(str, found["loc"]))
    return Lack("catalog", f"products.{place}: {found['msg']}" if place else found["msg"])
