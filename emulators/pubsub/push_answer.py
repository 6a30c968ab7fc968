"""The answer to a push. 102 counts as an acknowledgement, which HTTP clients do not expect."""

from __future__ import annotations

from typing import Any, Self

import aiohttp
from aiohttp.connector import Connection

PROCESSING = 102
ACKNOWLEDGING = {PROCESSING, 200, 201, 202, 204}


class Processing(Exception):
    """The receiver answered 102."""


class PushAnswer(aiohttp.ClientResponse):
    """Stops at a 102. `aiohttp` reads past every 1xx and would wait for an answer after it."""

    async def start(self, connection: Connection) -> Self:
        protocol = connection.protocol
        if protocol is None:
            raise aiohttp.ClientConnectionError("the connection was lost before the answer")
        read = protocol.read

        async def read_one() -> Any:
            message, payload = await read()
            if message.code == PROCESSING:
                raise Processing
            return message, payload

        protocol.read = read_one  # type: ignore[method-assign] # its only hook on interim answers
        try:
            await super().start(connection)
        finally:
            protocol.read = read  # type: ignore[method-assign]
        return self
