"""A Terraform provider that knows its real schema and has no cloud behind it."""

from __future__ import annotations

import copy
import json
from enum import Enum
from typing import Any

from tests.terraform.stub.behaviour import Behaviour, Refusal
from tests.terraform.stub.cty import UNKNOWN, dump, has_unknown, load
from tests.terraform.stub.planning import Value, empty, make_up, mark_computed
from tests.terraform.stub.protocol import MESSAGES
from tests.terraform.stub.schema import Block, Schema, schemas_message

_ERROR = 1


class Mode(Enum):
    UNKNOWN = "what is computed is unknown until it is applied, as in a real plan"
    RESOLVED = "what is computed is known in the plan already, so the plan tells everything"


class Provider:
    """One method for each of the protocol; `method(request, context)` is gRPC's form."""

    def __init__(self, schema: Schema, behaviour: Behaviour, mode: Mode) -> None:
        self._schema = schema
        self._schemas = schemas_message(schema)
        self._behaviour = behaviour
        self._mode = mode
        self._settings: Value = {}

    def get_schema(self, _request: Any, _context: Any) -> Any:
        return self._schemas

    def prepare_provider_config(self, request: Any, _context: Any) -> Any:
        return MESSAGES["PrepareResponse"](prepared_config=request.config)

    def configure(self, request: Any, _context: Any) -> Any:
        config = load(request.config) or {}
        self._settings = {
            name: value
            for name, value in config.items()
            if value is not UNKNOWN and value not in (None, [])
        }
        return MESSAGES["Diagnostics"]()

    def stop(self, _request: Any, _context: Any) -> Any:
        return MESSAGES["StopResponse"]()

    def validate_resource_type_config(self, request: Any, _context: Any) -> Any:
        return self._validated(request, self._schema.resources[request.type_name])

    def validate_data_source_config(self, request: Any, _context: Any) -> Any:
        return self._validated(request, self._schema.data_sources[request.type_name])

    def _validated(self, request: Any, block: Block) -> Any:
        message = MESSAGES["Diagnostics"]()
        config = load(request.config)
        for refusal in self._behaviour.refusals(request.type_name, config, block):
            _add(message, request.type_name, refusal)
        return message

    def upgrade_resource_state(self, request: Any, _context: Any) -> Any:
        block = self._schema.resources[request.type_name]
        kept = json.loads(request.raw_state.json)
        state = {name: kept.get(name, nothing) for name, nothing in empty(block).items()}
        return MESSAGES["UpgradeResponse"](upgraded_state=_dynamic(state))

    def read_resource(self, request: Any, _context: Any) -> Any:
        return MESSAGES["ReadResponse"](new_state=request.current_state, private=request.private)

    def plan_resource_change(self, request: Any, _context: Any) -> Any:
        prior, planned = load(request.prior_state), load(request.proposed_new_state)
        if planned is None:
            return MESSAGES["PlanResponse"](planned_state=_dynamic(None))
        config, type_name = load(request.config), request.type_name
        block = self._schema.resources[type_name]
        mark_computed(block, planned)
        self._behaviour.plan(type_name, planned, config, self._settings)
        if self._mode is Mode.RESOLVED and not has_unknown(config):
            self._create(type_name, block, planned, config)
        message = MESSAGES["PlanResponse"](planned_state=_dynamic(planned), legacy_type_system=True)
        for name in self._behaviour.replaces(type_name, planned, prior) if prior else ():
            message.requires_replace.add().steps.add(attribute_name=name)
        return message

    def apply_resource_change(self, request: Any, _context: Any) -> Any:
        state, type_name = load(request.planned_state), request.type_name
        message = MESSAGES["ApplyResponse"](
            private=request.planned_private, legacy_type_system=True
        )
        if state is None:
            return self._destroyed(request, message)
        block = self._schema.resources[type_name]
        self._create(type_name, block, state, load(request.config))
        message.new_state.CopyFrom(_dynamic(state))
        return message

    def _destroyed(self, request: Any, message: Any) -> Any:
        refusals = list(self._behaviour.keeps(request.type_name, load(request.prior_state)))
        for refusal in refusals:
            _add(message, request.type_name, refusal)
        message.new_state.CopyFrom(request.prior_state if refusals else _dynamic(None))
        return message

    def _create(self, type_name: str, block: Block, state: Value, config: Value) -> None:
        self._behaviour.create(type_name, state, config)
        make_up(block, state, lambda path, of: self._behaviour.invent(type_name, path, of))

    def read_data_source(self, request: Any, _context: Any) -> Any:
        config, type_name = load(request.config), request.type_name
        block = self._schema.data_sources[type_name]
        state = copy.deepcopy(config)
        mark_computed(block, state)
        self._behaviour.read_data(type_name, state, config, self._settings)
        make_up(block, state, lambda path, of: self._behaviour.invent(type_name, path, of))
        return MESSAGES["DataResponse"](state=_dynamic(state))


def _dynamic(value: Any) -> Any:
    return MESSAGES["DynamicValue"](msgpack=dump(value))


def _add(message: Any, type_name: str, refusal: Refusal) -> None:
    diagnostic = message.diagnostics.add(
        severity=_ERROR, summary=f"Refused by {type_name}", detail=refusal.message
    )
    for step in refusal.path:
        if isinstance(step, int):
            diagnostic.attribute.steps.add(element_key_int=step)
        else:
            diagnostic.attribute.steps.add(attribute_name=step)
