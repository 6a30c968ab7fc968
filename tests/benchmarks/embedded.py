"""Our Firestore and Pub/Sub alone in a process: prints their two ports, serves until killed."""

from __future__ import annotations

import asyncio
import gc
import random
import sys

from emulators.clock.clock import Clock
from emulators.firestore.server import FirestoreServer
from emulators.identity.issuer import Issuer
from emulators.pubsub.server import PubSubServer
from emulators.shelf import Forgetful
from emulators.topology import Routes


async def serve() -> None:
    clock, shelf, dice = Clock(), Forgetful().shelf("none"), random.Random(1)
    issuer = Issuer(clock=clock, shelf=shelf, url="https://accounts.example")
    firestore = FirestoreServer(clock=clock, shelf=shelf, random=dice)
    pubsub = PubSubServer(clock=clock, shelf=shelf, random=dice, routes=Routes({}), issuer=issuer)
    gc.freeze()  # as the local cloud does once it is ready
    firestore_port = await firestore.start()
    pubsub_port, _ = await pubsub.start()
    sys.stdout.write(f"{firestore_port} {pubsub_port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
