"""The gRPC services of Pub/Sub over the resources they serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import grpc

from emulators.clock.clock import Clock
from emulators.google_apis.unary_service import UnaryService
from emulators.pubsub.publisher_service import PublisherService
from emulators.pubsub.resources import Resources
from emulators.pubsub.schemas.service import SchemaService
from emulators.pubsub.snapshot_service import SnapshotService
from emulators.pubsub.subscriber_service import SubscriberService
from emulators.pubsub.unknown_methods import UnknownMethods

_POLICIES = "google.iam.v1.IAMPolicy"


@dataclass(frozen=True, slots=True)
class Services:
    publisher: PublisherService
    by_name: Mapping[str, Mapping[str, grpc.RpcMethodHandler]]

    def generic(self) -> tuple[grpc.GenericRpcHandler, ...]:
        """What a gRPC server is given."""
        known = (
            grpc.method_handlers_generic_handler(name, methods)
            for name, methods in self.by_name.items()
        )
        return (*known, UnknownMethods())

    def methods(self) -> dict[str, grpc.RpcMethodHandler]:
        """All methods by their names; no two services share one."""
        every = self.by_name.values()
        return {name: method for methods in every for name, method in methods.items()}


def services(resources: Resources, clock: Clock) -> Services:
    broker, snapshots, policies = resources.broker, resources.snapshots, resources.policies
    publisher = PublisherService(broker, snapshots, policies)
    by_name = {
        "google.pubsub.v1.Publisher": publisher.methods(),
        "google.pubsub.v1.Subscriber": {
            **SubscriberService(broker, clock, policies).methods(),
            **SnapshotService(broker, snapshots, policies).methods(),
        },
        "google.pubsub.v1.SchemaService": SchemaService(
            resources.schemas, resources.schema_deleted
        ).methods(),
        _POLICIES: UnaryService(_POLICIES, policies.methods()).handlers,
    }
    return Services(publisher, by_name)
