"""The way for unmodified clients to the local `signBlob`: an HTTPS proxy for that one host.

The clients dial `https://iamcredentials.googleapis.com`, whatever they are told about Cloud
Storage. As their `HTTPS_PROXY` the tunnel leads that host to itself and every other one nowhere.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from aiohttp import web

from emulators.loopback import LOOPBACK, listen
from emulators.shelf import Shelf
from emulators.storage.signed.certificate import new_certificate, public_part, server_context
from emulators.storage.signed.keys import AccountKeys
from emulators.storage.signed.sign_blob import SignBlobRoutes

HOST = "iamcredentials.googleapis.com"
_ON_SHELF = "tunnel-certificate"
_CONNECT = re.compile(rb"CONNECT ([^ ]+):443 HTTP/1\.[01]\r\n")
_HEAD_TIMEOUT_SECONDS = 10
_BLOCK_BYTES = 65536


class SignBlobTunnel:
    def __init__(self, *, shelf: Shelf, kept: Mapping[str, bytes], keys: AccountKeys) -> None:
        self._shelf = shelf
        self._pem = kept.get(_ON_SHELF)
        application = web.Application()
        application.router.add_routes(SignBlobRoutes(keys).routes())
        self._runner = web.AppRunner(application, access_log=None)
        self._proxy: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    def certificate(self) -> bytes:
        """Return the PEM that clients must trust; it stays the same as long as the shelf."""
        return public_part(self._complete())

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the proxy's port."""
        await listen(self._runner, tls=server_context(self._complete()))
        self._proxy = await asyncio.start_server(self._accept, LOOPBACK, port)
        return int(self._proxy.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._proxy is not None:
            self._proxy.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._runner.cleanup()

    def _complete(self) -> bytes:
        """Make the certificate when it is first needed: it takes a tenth of a second."""
        if self._pem is None:
            self._pem = new_certificate(HOST)
            self._shelf.put(_ON_SHELF, self._pem)
        return self._pem

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_HEAD_TIMEOUT_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
            asked = _CONNECT.match(head)
            if asked is None or asked[1].decode() != HOST:
                writer.write(b"HTTP/1.1 403 Only " + HOST.encode() + b" is served\r\n\r\n")
                await writer.drain()
                return
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            inner_reader, inner_writer = await asyncio.open_connection(
                LOOPBACK, self._runner.addresses[0][1]
            )
            await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # The client has gone; nothing is lost but its question.
        finally:
            writer.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until it ends."""
    try:
        while block := await reader.read(_BLOCK_BYTES):
            writer.write(block)
            await writer.drain()
    finally:
        writer.close()
