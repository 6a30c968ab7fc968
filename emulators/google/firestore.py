"""Google's Firestore emulator in the place of ours."""

from __future__ import annotations

from emulators.google.installed import firestore_command
from emulators.google.process import JavaProcess


class GoogleFirestore:
    """Keeps nothing, and asks for no index: what production refuses runs here."""

    def __init__(self) -> None:
        self._process = JavaProcess("Google's Firestore emulator", ready="is now running")

    async def start(self, port: int) -> int:
        await self._process.start(firestore_command(port))
        return port

    async def stop(self) -> None:
        await self._process.stop()
