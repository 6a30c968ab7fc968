"""Secret Manager v1 over gRPC and REST."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import grpc

from emulators.clock.clock import Clock
from emulators.google_apis.iam_policies import IamPolicies
from emulators.google_apis.locations import locations_service
from emulators.google_apis.rest_methods import RestMethods
from emulators.google_apis.service_listener import ServiceListener
from emulators.google_apis.unary_service import UnaryService
from emulators.secrets.etags import Etags
from emulators.secrets.methods import secret_methods, version_methods
from emulators.secrets.provisioning import provision_secret
from emulators.secrets.records import Records
from emulators.secrets.secrets import Secrets
from emulators.secrets.versions import Versions
from emulators.shelf import Shelf

SERVICE = "google.cloud.secretmanager.v1.SecretManagerService"


class SecretsServer:
    """State is restored at construction; secrets expire from `start` on."""

    def __init__(self, *, clock: Clock, shelf: Shelf, random: Random) -> None:
        records, etags = Records(shelf), Etags(random)
        self._secrets = Secrets(clock=clock, records=records, etags=etags)
        self._versions = Versions(clock=clock, records=records, etags=etags, secrets=self._secrets)
        policies = self.policies = IamPolicies(shelf, require=self._secrets.get)
        self._secrets.on_delete(policies.forget)
        service = UnaryService(
            SERVICE,
            secret_methods(self._secrets, self._versions)
            | version_methods(self._versions)
            | policies.methods(),
        )
        locations = locations_service()
        rest = RestMethods(SERVICE, handlers=service.handlers | locations.handlers)
        self._listener = ServiceListener((service, locations), rest.application())

    @property
    def grpc_services(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """For whoever serves them at other ports, too."""
        return self._listener.services

    async def start(self, port: int = 0) -> int:
        """Serve gRPC on the loopback address; the result is the port."""
        self._secrets.start()
        self._versions.start()
        return await self._listener.start(port)

    async def start_rest(self, port: int = 0) -> int:
        """Serve REST beside gRPC; the result is the port."""
        return await self._listener.start_rest(port)

    async def stop(self) -> None:
        await self._listener.stop()
        self._secrets.stop()
        self._versions.stop()

    async def provision(self, parent: str, secrets: Mapping[str, Sequence[bytes]]) -> None:
        """Hold these payloads, oldest first, by the ids of their secrets; may be repeated.

        `parent` is a project, `projects/...`. What a secret holds already is left as it is.
        """
        for secret_id, payloads in secrets.items():
            provision_secret(self._secrets, self._versions, parent, secret_id, payloads)
