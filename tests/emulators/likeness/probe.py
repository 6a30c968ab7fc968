"""A question about a service's behaviour, with the answer that production documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from google.api_core.exceptions import GoogleAPICallError

Service = TypeVar("Service")


@dataclass(frozen=True, slots=True)
class Probe(Generic[Service]):
    """`ask` answers in a few words, the same ones as `production` if it is like it."""

    what: str
    production: str
    ask: Callable[[Service], str]

    def answer(self, service: Service) -> str:
        """What happened; a refusal is answered by its status."""
        try:
            return self.ask(service)
        except GoogleAPICallError as error:
            return str(error.grpc_status_code.name if error.grpc_status_code else error.code)
