"""A function of the plan, with what the checks ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.terraform.plan import Plan, Values, only


@dataclass(frozen=True, slots=True)
class Deployed:
    name: str
    folder: str
    uri: str
    build: Values
    service: Values

    @property
    def environment(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.service["environment_variables"]
        return found

    @property
    def secrets(self) -> list[Values]:
        found: list[Values] = self.service["secret_environment_variables"]
        return found

    @property
    def member(self) -> str:
        return f"serviceAccount:{self.service['service_account_email']}"


def deployed(plan: Plan) -> Iterator[Deployed]:
    for found in plan.of("google_cloudfunctions2_function"):
        service = only(found["service_config"])
        yield Deployed(
            name=found["name"],
            folder=found["name"].replace("-", "_"),
            uri=service["uri"],
            build=only(found["build_config"]),
            service=service,
        )


def at(plan: Plan, url: str) -> Deployed | None:
    """The function that answers at `url`."""
    for function in deployed(plan):
        if url == function.uri or url.startswith(f"{function.uri}/"):
            return function
    return None
