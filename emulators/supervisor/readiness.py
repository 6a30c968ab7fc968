"""Is somebody at home? The first answer of a server says so, whatever it is."""

from __future__ import annotations

import asyncio

from emulators.loopback import LOOPBACK

_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


async def first_answer(port: int) -> int:
    """The status of `GET /`. The socket listens already, so this waits rather than fails.

    It is a request on purpose: it makes a function read its settings and build its parts, so
    that what is missing shows now and not at the first sale. `OSError` or `EOFError` when the
    program ends meanwhile.
    """
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        writer.write(_REQUEST)
        status_line = await reader.readuntil(b"\r\n")
    finally:
        writer.close()
    return int(status_line.split()[1])
