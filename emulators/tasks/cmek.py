"""Which key a location's queues are encrypted with: kept and given back, and nothing encrypted."""

from __future__ import annotations

import re

from google.cloud.tasks_v2 import types

from emulators.google_apis.refused import invalid
from emulators.google_apis.unary_service import Method
from emulators.tasks import refusals
from emulators.tasks.messages import CmekConfig, Message
from emulators.tasks.names import check_location
from emulators.tasks.records import Records

_KEY_NAME = re.compile(
    r"projects/[^/]+/locations/[^/]+/keyRings/[A-Za-z0-9_-]{1,63}/cryptoKeys/[A-Za-z0-9_-]{1,63}"
)
_SUFFIX = "/cmekConfig"


class CmekConfigs:
    def __init__(self, records: Records) -> None:
        self._records = records
        self._configs = {config.name: config for config in records.cmek_configs()}

    def methods(self) -> dict[str, Method]:
        return {
            "GetCmekConfig": Method(types.GetCmekConfigRequest, lambda r: self._get(r.name)),
            "UpdateCmekConfig": Method(types.UpdateCmekConfigRequest, self._update),
        }

    def _get(self, name: str) -> Message:
        if not name.endswith(_SUFFIX):
            raise invalid(refusals.RESOURCE_NAME_FORM)
        check_location(name.removesuffix(_SUFFIX))
        return self._configs.get(name) or CmekConfig(name=name)

    def _update(self, request: Message) -> Message:
        asked = request.cmek_config
        config = CmekConfig()
        config.CopyFrom(self._get(asked.name))
        if not request.update_mask.paths or "kms_key" in request.update_mask.paths:
            config.kms_key = asked.kms_key
        if config.kms_key and not _KEY_NAME.fullmatch(config.kms_key):
            raise invalid(refusals.RESOURCE_NAME_FORM)
        self._configs[config.name] = config
        self._records.save_cmek_config(config)
        return config
