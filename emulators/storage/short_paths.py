"""The paths of the Node client: with `STORAGE_EMULATOR_HOST` set it leaves `/storage/v1` away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aiohttp import web

_VERSION = "/storage/v1"


def with_short_paths(routes: Iterable[web.RouteDef]) -> Iterator[web.RouteDef]:
    """Yield every route, and those about buckets once more under their short path.

    No bucket can be called `b`, so the XML API loses nothing.
    """
    for route in routes:
        yield route
        if route.path.startswith(f"{_VERSION}/b"):
            short = route.path.removeprefix(_VERSION)
            yield web.route(route.method, short, route.handler, **route.kwargs)
