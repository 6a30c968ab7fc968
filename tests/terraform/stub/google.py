"""The `google` provider: names, addresses and labels as Google Cloud would compute them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tests.terraform.stub.behaviour import Refusal
from tests.terraform.stub.cty import UNKNOWN
from tests.terraform.stub.enums import outside_their_enums
from tests.terraform.stub.identifiers import IDENTIFIERS, SELF_NAMED
from tests.terraform.stub.planning import Value
from tests.terraform.stub.rules import RULES, labels_are_legal
from tests.terraform.stub.schema import Attribute, Block

# Attributes whose change makes the provider destroy the resource and create it anew.
_REPLACED_EVERYWHERE = ("project", "location")
_REPLACED = {
    "google_cloud_tasks_queue": ("name",),
    "google_cloudfunctions2_function": ("name",),
    "google_firestore_database": ("name", "location_id"),
    "google_firestore_index": ("collection", "database", "fields"),
    "google_pubsub_subscription": ("name", "topic", "filter", "enable_message_ordering"),
    "google_pubsub_topic": ("name",),
    "google_secret_manager_secret": ("secret_id", "replication"),
    "google_secret_manager_secret_version": ("secret", "secret_data_wo_version"),
    "google_service_account": ("account_id",),
    "google_storage_bucket": ("name",),
    "google_storage_bucket_object": ("name", "bucket"),
}
_INVENTED = {"create_time": "1970-01-01T00:00:00Z", "etag": "stub", "state": "ACTIVE"}


class Google:
    def __init__(self, project_numbers: Mapping[str, str]) -> None:
        """`project_numbers` are the projects that exist, by their ids."""
        self._project_numbers = project_numbers

    def refusals(self, type_name: str, config: Value, block: Block) -> Iterable[Refusal]:
        yield from outside_their_enums(config, block)
        if "effective_labels" in block.attributes:
            yield from labels_are_legal(config)
        for rule in RULES.get(type_name, ()):
            yield from rule(config)

    def plan(self, type_name: str, planned: Value, config: Value, settings: Value) -> None:
        for name, setting in (("project", "project"), ("region", "region"), ("location", "region")):
            if planned.get(name) is UNKNOWN and settings.get(setting):
                planned[name] = settings[setting]
        for name in ("effective_labels", "terraform_labels"):
            if name in planned:
                planned[name] = _labels(config.get("labels"), settings)
        if type_name == "google_service_account":
            _name_service_account(planned)

    def replaces(self, type_name: str, planned: Value, prior: Value) -> list[str]:
        names = (*_REPLACED_EVERYWHERE, *_REPLACED.get(type_name, ()))
        return [
            name
            for name in names
            if prior.get(name) is not None and planned.get(name) != prior[name]
        ]

    def create(self, type_name: str, state: Value, config: Value) -> None:
        if type_name == "google_secret_manager_secret_version":
            state["version"] = state["secret_data_wo_version"] or "1"
        if state.get("id") is UNKNOWN:
            state["id"] = _identifier(type_name, state, config)
        if type_name in SELF_NAMED:
            state["name"] = state["id"]
        if type_name == "google_cloudfunctions2_function":
            self._place_function(state)

    def _place_function(self, state: Value) -> None:
        """Where a function answers; source: docs.cloud.google.com/run/docs/triggering."""
        number = self._project_numbers[state["project"]]
        for service in state["service_config"]:
            service["uri"] = f"https://{state['name']}-{number}.{state['location']}.run.app"

    def keeps(self, _type_name: str, prior: Value) -> Iterable[Refusal]:
        if prior.get("deletion_policy") == "PREVENT" or prior.get("deletion_protection") is True:
            yield Refusal((), f"{prior['id']} is protected from being destroyed")

    def invent(self, type_name: str, path: str, attribute: Attribute) -> Any:
        name = path.rpartition(".")[2]
        if isinstance(attribute.type, list):
            return {} if attribute.type[0] == "map" else []
        if attribute.type == "bool":
            return False
        return 0 if attribute.type == "number" else _INVENTED.get(name, f"{type_name}.{path}")

    def read_data(self, type_name: str, state: Value, _config: Value, settings: Value) -> None:
        if type_name == "google_project":
            project = state.get("project_id") or settings["project"]
            state.update(
                project_id=project,
                number=self._project_numbers[project],
                id=f"projects/{project}",
            )


def _labels(configured: Any, settings: Value) -> Any:
    if configured is UNKNOWN:
        return UNKNOWN
    defaults = settings.get("default_labels", {})
    return {**defaults, "goog-terraform-provisioned": "true", **(configured or {})}


def _name_service_account(planned: Value) -> None:
    account, project = planned["account_id"], planned["project"]
    if isinstance(account, str) and isinstance(project, str):
        planned["email"] = f"{account}@{project}.iam.gserviceaccount.com"
        planned["member"] = f"serviceAccount:{planned['email']}"


def _identifier(type_name: str, state: Value, config: Value) -> str:
    if type_name in IDENTIFIERS:
        texts = {name: value for name, value in state.items() if isinstance(value, str)}
        return IDENTIFIERS[type_name].format(**texts)
    content = json.dumps(config, sort_keys=True)
    return f"{type_name}/{hashlib.sha256(content.encode()).hexdigest()[:16]}"
