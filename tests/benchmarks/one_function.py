"""The local cloud with one function as deployed; whoever else it would call says yes at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from socket import socket

from emulators.supervisor.environment import function_environment
from emulators.topology import Function
from tests.benchmarks.server import ROOT, Server, served
from tests.emulators.loop_thread import LoopThread
from tests.numbering.local_cloud import LocalCloud

YES = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"


def function_of(cloud: LocalCloud, name: str) -> Function:
    (function,) = (one for one in cloud.topology.functions if one.name == name)
    return function


@contextmanager
def alone(cloud: LocalCloud, name: str) -> Iterator[Server]:
    """The function listens where the cloud expects it."""
    function = function_of(cloud, name)
    environment = function_environment(function, cloud.topology, cloud.ports, {}, twin=False)
    with ExitStack() as stack:
        stack.enter_context(_agreeing([one for of, one in cloud.sockets.items() if of != name]))
        cloud.sockets[name].close()
        server = served(
            ROOT / "functions" / function.entry_point / "main.py",
            function.entry_point,
            environment,
            asgi=function.asgi,
            path="/nowhere",
            port=cloud.ports.functions[name],
        )
        yield stack.enter_context(server)


@contextmanager
def _agreeing(sockets: list[socket]) -> Iterator[None]:
    with LoopThread() as loop:
        servers = [loop.run(asyncio.start_server(_say_yes, sock=one)) for one in sockets]
        yield
        for server in servers:
            loop.call(server.close)


async def _say_yes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read requests with a length, as pushes and tasks are, until the caller hangs up."""
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = head.partition(b"content-length:")[2].split(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            writer.write(YES)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()  # the caller has what it wanted
