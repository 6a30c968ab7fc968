"""The `stripe` provider: an endpoint gets its id and its signing secret when it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from tests.terraform.stub.behaviour import Refusal
from tests.terraform.stub.planning import Value
from tests.terraform.stub.schema import Attribute, Block

# Attributes whose change makes the provider destroy the endpoint and create it anew.
_REPLACED = ("api_version", "connect")


class Stripe:
    def __init__(self, *, livemode: bool = False) -> None:
        """`livemode` is the mode of the key that the provider was given."""
        self._livemode = livemode

    def refusals(self, _type_name: str, _config: Value, _block: Block) -> Iterable[Refusal]:
        return ()

    def plan(self, _type_name: str, planned: Value, config: Value, settings: Value) -> None:
        """Nothing is known before Stripe has answered."""

    def replaces(self, _type_name: str, planned: Value, prior: Value) -> list[str]:
        return [name for name in _REPLACED if planned.get(name) != prior.get(name)]

    def create(self, _type_name: str, state: Value, _config: Value) -> None:
        digest = hashlib.sha256(f"{state['url']} {state['api_version']}".encode()).hexdigest()
        made = {
            "id": f"we_{digest[:24]}",
            "livemode": self._livemode,
            "object": "webhook_endpoint",
            "secret": f"whsec_{digest[24:56]}",
            "status": "enabled",
        }
        # What is there already was told when the endpoint was made, and stays.
        state.update({name: value for name, value in made.items() if not _is_told(state, name)})

    def keeps(self, _type_name: str, _prior: Value) -> Iterable[Refusal]:
        return ()

    def invent(self, _type_name: str, _path: str, attribute: Attribute) -> Any:
        if isinstance(attribute.type, list):
            return {}
        return 0 if attribute.type == "number" else ""

    def read_data(self, _type_name: str, state: Value, config: Value, settings: Value) -> None:
        """Nothing of it is used."""


def _is_told(state: Value, name: str) -> bool:
    return isinstance(state.get(name), str | bool)
