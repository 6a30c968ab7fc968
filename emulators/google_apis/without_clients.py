"""Google's message classes without the clients that come in the same packages.

`import google.pubsub_v1.types` runs `google/pubsub_v1/__init__.py` first, and that imports three
clients with all they need: HTTP, retries, credentials. A server needs the messages only, and is
there in half the time, in half the memory.
"""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import ModuleSpec

PACKAGES = (
    "google.cloud.firestore_admin_v1",
    "google.cloud.firestore_v1",
    "google.cloud.scheduler_v1",
    "google.cloud.secretmanager_v1",
    "google.cloud.tasks_v2",
    "google.pubsub_v1",
)


def leave_clients_out() -> None:
    """From now on these packages are folders of modules, with nothing in themselves.

    It is for a process that will never want a client, and comes before the first import of any.
    """
    for package in PACKAGES:
        found = importlib.util.find_spec(package)
        if found is None:
            raise ModuleNotFoundError(f"there is no {package}", name=package)
        empty = ModuleSpec(package, loader=None, is_package=True)
        empty.submodule_search_locations = found.submodule_search_locations
        sys.modules[package] = importlib.util.module_from_spec(empty)
