"""The part of the gRPC service google.pubsub.v1.Subscriber that turns time back."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types

from emulators.google_apis.grpc_methods import unary
from emulators.google_apis.iam_policies import IamPolicies
from emulators.google_apis.refused import invalid
from emulators.pubsub.broker import Broker
from emulators.pubsub.paging import page
from emulators.pubsub.refusals import answering
from emulators.pubsub.snapshots import Snapshots
from emulators.pubsub.update_mask import merged


class SnapshotService:
    def __init__(self, broker: Broker, snapshots: Snapshots, policies: IamPolicies) -> None:
        self._broker = broker
        self._snapshots = snapshots
        self._policies = policies

    def methods(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateSnapshot": unary(answering(self._create), types.CreateSnapshotRequest),
            "GetSnapshot": unary(answering(self._get), types.GetSnapshotRequest),
            "ListSnapshots": unary(answering(self._list), types.ListSnapshotsRequest),
            "UpdateSnapshot": unary(answering(self._update), types.UpdateSnapshotRequest),
            "DeleteSnapshot": unary(answering(self._delete), types.DeleteSnapshotRequest),
            "Seek": unary(answering(self._seek), types.SeekRequest),
        }

    def _create(self, request: Any) -> Any:
        return self._snapshots.create(request).spec

    def _get(self, request: Any) -> Any:
        return self._snapshots.get(request.snapshot).spec

    def _list(self, request: Any) -> Any:
        snapshots = self._snapshots.all
        of_project = (name for name in snapshots if name.startswith(f"{request.project}/"))
        names, token = page(of_project, request.page_size, request.page_token)
        return types.ListSnapshotsResponse.pb()(
            snapshots=[snapshots[name].spec for name in names], next_page_token=token
        )

    def _update(self, request: Any) -> Any:
        current = self._snapshots.get(request.snapshot.name).spec
        return self._snapshots.change(merged(current, request.snapshot, request.update_mask)).spec

    def _delete(self, request: Any) -> Empty:
        self._snapshots.delete(request.snapshot)
        self._policies.forget(request.snapshot)
        return Empty()

    def _seek(self, request: Any) -> Any:
        subscription = self._broker.subscription(request.subscription)
        target = request.WhichOneof("target")
        if target == "time":
            self._snapshots.seek_to_time(subscription, request.time.ToDatetime(tzinfo=UTC))
        elif target == "snapshot":
            self._snapshots.seek(subscription, request.snapshot)
        else:
            raise invalid(
                "No target was specified in the SeekRequest. Must specify either a time or a "
                "snapshot."
            )
        return types.SeekResponse.pb()()
