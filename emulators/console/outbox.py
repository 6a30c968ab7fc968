"""The mail service's outbox, asked over HTTP from the server's side."""

from __future__ import annotations

from typing import Any

import aiohttp


class Outbox:
    """Paths are those the outbox documents; ids and numbers come checked from the router."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._messages = f"{url.rstrip('/')}/_outbox/messages"
        self._session = session

    async def messages(self) -> list[dict[str, Any]]:
        """Newest first."""
        async with self._session.get(self._messages, raise_for_status=True) as response:
            listed: list[dict[str, Any]] = await response.json()
            return listed

    async def message(self, outbox_id: str) -> dict[str, Any]:
        """ClientResponseError with status 404 if there is none."""
        url = f"{self._messages}/{outbox_id}"
        async with self._session.get(url, raise_for_status=True) as response:
            message: dict[str, Any] = await response.json()
            return message

    async def raw(self, outbox_id: str) -> bytes:
        url = f"{self._messages}/{outbox_id}/raw"
        async with self._session.get(url, raise_for_status=True) as response:
            return await response.read()

    async def attachment(self, outbox_id: str, n: int) -> bytes:
        url = f"{self._messages}/{outbox_id}/attachments/{n}"
        async with self._session.get(url, raise_for_status=True) as response:
            return await response.read()
