"""The stub where Terraform can reach it: gRPC on a Unix socket, inside the process of the tests."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent import futures
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

from tests.terraform.stub.protocol import MESSAGES, METHODS
from tests.terraform.stub.provider import Provider

PERMISSION = "TFSTUB"


class OnlyForTests(Exception):
    """The stub pretends that everything is fine; nothing real may ever be built on that."""


@contextmanager
def serving(
    providers: Mapping[str, Provider], directory: Path, environment: Mapping[str, str]
) -> Iterator[dict[str, str]]:
    """Serve each provider, by its source address; yields what Terraform's environment must hold.

    Raises `OnlyForTests` unless `environment` has TFSTUB=1.
    """
    if environment.get(PERMISSION) != "1":
        raise OnlyForTests("set TFSTUB=1, in a test and nowhere else")
    servers = {name: grpc.server(futures.ThreadPoolExecutor(16)) for name in providers}
    addresses = {}
    for name, server in servers.items():
        addresses[name] = directory / f"{name.rpartition('/')[2]}.socket"
        server.add_generic_rpc_handlers(_handlers(providers[name]))
        server.add_insecure_port(f"unix:{addresses[name]}")
        server.start()
    try:
        yield {"TF_REATTACH_PROVIDERS": _reattach(addresses)}
    finally:
        for server in servers.values():
            server.stop(None).wait()


def _reattach(addresses: Mapping[str, Path]) -> str:
    return json.dumps(
        {
            name: {
                "Protocol": "grpc",
                "ProtocolVersion": 5,  # Stripe's own speaks 6, which says the same here
                "Pid": os.getpid(),
                "Test": True,  # Terraform must not stop the process when it is done
                "Addr": {"Network": "unix", "String": str(address)},
            }
            for name, address in addresses.items()
        }
    )


def _handlers(provider: Provider) -> tuple[Any, ...]:
    methods = {
        name: _unary(getattr(provider, _snake_case(name)), *messages)
        for name, messages in METHODS.items()
    }
    controller = {"Shutdown": _unary(_nothing, "Empty", "Empty")}
    return (
        grpc.method_handlers_generic_handler("tfplugin5.Provider", methods),
        grpc.method_handlers_generic_handler("plugin.GRPCController", controller),
    )


def _unary(method: Callable[[Any, Any], Any], request: str, response: str) -> Any:
    return grpc.unary_unary_rpc_method_handler(
        method, MESSAGES[request].FromString, MESSAGES[response].SerializeToString
    )


def _nothing(_request: Any, _context: Any) -> Any:
    return MESSAGES["Empty"]()


def _snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
