"""The contents of uploaded files, as the `files` host gives them to who has the key."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from aiohttp import web

from emulators.stripe.store import Store
from emulators.stripe.wire import authorization, errors
from emulators.stripe.wire.errors import StripeError


def routes(store: Store) -> Iterator[web.RouteDef]:
    async def download(request: web.Request) -> web.Response:
        file_id = request.match_info["id"]
        try:
            authorization.check(request.headers.get("Authorization"))
            kept = store.find("file.content", file_id)
            if kept is None:
                raise errors.no_such("file upload", file_id, "file", 404)
        except StripeError as error:
            return web.json_response(error.body(), status=error.status)
        return web.Response(body=base64.b64decode(kept["base64"]))

    yield web.get("/v1/files/{id}/contents", download)
