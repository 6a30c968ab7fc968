"""Just enough of the DevTools protocol to use a page as a person would, in headless Chromium."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
DEADLINE_SECONDS = 20

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
]


@dataclass(slots=True)
class Tab:
    """`complaints` are the errors and policy violations of every page it has shown."""

    socket: aiohttp.ClientWebSocketResponse
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _waiting: dict[int, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def open(self, url: str) -> None:
        await self._say("Page.navigate", url=url)

    async def run(self, script: str) -> Any:
        """The value of a JavaScript expression, awaited if it is a promise."""
        answer = await self._say(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    async def until(self, condition: str) -> Any:
        """The first truthy value of a JavaScript expression, on whatever page there is by then."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                value = await self.run(f"(() => {{ try {{ return {condition} }} catch {{}} }})()")
                if value:
                    return value
                await asyncio.sleep(0.05)  # the page is another program; it sends us no event

    async def look(self, *, width: int, height: int, scheme: str = "light") -> None:
        feature = {"name": "prefers-color-scheme", "value": scheme}
        await self._say("Emulation.setEmulatedMedia", features=[feature])
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self._say("Emulation.setDeviceMetricsOverride", **metrics)

    async def picture(self) -> bytes:
        """A PNG of the whole page."""
        answer = await self._say("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(answer["data"])

    async def listen(self) -> None:
        async for message in self.socket:
            said = json.loads(message.data)
            if "id" in said:
                self._waiting.pop(said["id"]).set_result(said.get("result", {}))
            elif said["method"] == "Network.requestWillBeSent":
                self.requested.append(said["params"]["request"]["url"])
            elif said["method"] in {"Log.entryAdded", "Runtime.exceptionThrown"}:
                self.complaints.append(json.dumps(said["params"]))

    async def enable(self) -> None:
        for domain in ("Page", "Runtime", "Network", "Log"):
            await self._say(f"{domain}.enable")

    async def _say(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": number, "method": method, "params": params})
        async with asyncio.timeout(DEADLINE_SECONDS):
            return await self._waiting[number]


@asynccontextmanager
async def browsing(profile: Path, *flags: str) -> AsyncIterator[Tab]:
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *_FLAGS,
        *flags,
        f"--user-data-dir={profile}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            line = b""
            while b"DevTools listening on " not in line:
                line = await process.stderr.readline()
        port = line.split(b":")[-1].split(b"/")[0].decode()
        async with aiohttp.ClientSession() as session, _tab(session, port) as tab:
            yield tab
    finally:
        process.terminate()
        await process.communicate()


@asynccontextmanager
async def _tab(session: aiohttp.ClientSession, port: str) -> AsyncIterator[Tab]:
    async with session.get(f"http://127.0.0.1:{port}/json/list") as response:
        pages = [page for page in await response.json() if page["type"] == "page"]
    async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
        tab = Tab(socket)
        listening = asyncio.create_task(tab.listen())
        await tab.enable()
        try:
            yield tab
        finally:
            listening.cancel()
