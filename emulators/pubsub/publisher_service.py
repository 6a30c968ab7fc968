"""The gRPC service google.pubsub.v1.Publisher."""

from __future__ import annotations

from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types

from emulators.google_apis.grpc_methods import unary
from emulators.google_apis.iam_policies import IamPolicies
from emulators.pubsub.broker import Broker
from emulators.pubsub.paging import page
from emulators.pubsub.publish_limits import require_publishable
from emulators.pubsub.refusals import answering
from emulators.pubsub.snapshots import Snapshots
from emulators.pubsub.update_mask import merged


class PublisherService:
    def __init__(self, broker: Broker, snapshots: Snapshots, policies: IamPolicies) -> None:
        self._broker = broker
        self._snapshots = snapshots
        self._policies = policies

    def methods(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateTopic": unary(answering(self._create), types.Topic),
            "GetTopic": unary(answering(self._get), types.GetTopicRequest),
            "UpdateTopic": unary(answering(self._update), types.UpdateTopicRequest),
            "ListTopics": unary(answering(self._list), types.ListTopicsRequest),
            "DeleteTopic": unary(answering(self._delete), types.DeleteTopicRequest),
            "ListTopicSubscriptions": unary(
                answering(self._list_subscriptions), types.ListTopicSubscriptionsRequest
            ),
            "ListTopicSnapshots": unary(
                answering(self._list_snapshots), types.ListTopicSnapshotsRequest
            ),
            "DetachSubscription": unary(answering(self._detach), types.DetachSubscriptionRequest),
            "Publish": unary(answering(self.publish), types.PublishRequest),
        }

    def publish(self, request: Any) -> Any:
        require_publishable(request)
        message_ids = self._broker.publish(request.topic, request.messages)
        return types.PublishResponse.pb()(message_ids=message_ids)

    def _create(self, request: Any) -> Any:
        return self._broker.create_topic(request).spec

    def _get(self, request: Any) -> Any:
        return self._broker.topic(request.topic).spec

    def _update(self, request: Any) -> Any:
        current = self._broker.topic(request.topic.name).spec
        updated = merged(current, request.topic, request.update_mask)
        return self._broker.reconfigure_topic(updated).spec

    def _list(self, request: Any) -> Any:
        topics = self._broker.topics
        of_project = (name for name in topics if name.startswith(f"{request.project}/"))
        names, token = page(of_project, request.page_size, request.page_token)
        return types.ListTopicsResponse.pb()(
            topics=[topics[name].spec for name in names], next_page_token=token
        )

    def _delete(self, request: Any) -> Empty:
        topic = self._broker.delete_topic(request.topic)
        self._snapshots.orphan(topic.snapshots.values())
        self._policies.forget(request.topic)
        return Empty()

    def _list_subscriptions(self, request: Any) -> Any:
        topic = self._broker.topic(request.topic)
        attached = (one.name for one in topic.subscriptions.values() if not one.closed)
        names, token = page(attached, request.page_size, request.page_token)
        return types.ListTopicSubscriptionsResponse.pb()(subscriptions=names, next_page_token=token)

    def _list_snapshots(self, request: Any) -> Any:
        topic = self._broker.topic(request.topic)
        names, token = page(topic.snapshots, request.page_size, request.page_token)
        return types.ListTopicSnapshotsResponse.pb()(snapshots=names, next_page_token=token)

    def _detach(self, request: Any) -> Any:
        self._broker.detach_subscription(request.subscription)
        return types.DetachSubscriptionResponse.pb()()
