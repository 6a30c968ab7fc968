"""The gRPC service google.pubsub.v1.Publisher."""

from __future__ import annotations

from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types

from emulators.grpc_methods import unary
from emulators.pubsub.broker import Broker
from emulators.pubsub.paging import page
from emulators.pubsub.publish_limits import require_publishable
from emulators.pubsub.refusals import answering
from emulators.pubsub.rules import checked_topic
from emulators.pubsub.update_mask import merged
from emulators.pubsub.wire import draft_from


class PublisherService:
    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    def handler(self) -> grpc.GenericRpcHandler:
        methods = {
            "CreateTopic": unary(answering(self._broker.create_topic), types.Topic),
            "GetTopic": unary(answering(self._get), types.GetTopicRequest),
            "UpdateTopic": unary(answering(self._update), types.UpdateTopicRequest),
            "ListTopics": unary(answering(self._list), types.ListTopicsRequest),
            "DeleteTopic": unary(answering(self._delete), types.DeleteTopicRequest),
            "ListTopicSubscriptions": unary(
                answering(self._list_subscriptions), types.ListTopicSubscriptionsRequest
            ),
            "DetachSubscription": unary(answering(self._detach), types.DetachSubscriptionRequest),
            "Publish": unary(answering(self.publish), types.PublishRequest),
        }
        return grpc.method_handlers_generic_handler("google.pubsub.v1.Publisher", methods)

    def publish(self, request: Any) -> Any:
        require_publishable(request)
        message_ids = self._broker.publish(request.topic, map(draft_from, request.messages))
        return types.PublishResponse.pb()(message_ids=message_ids)

    def _get(self, request: Any) -> Any:
        return self._broker.topic(request.topic)

    def _update(self, request: Any) -> Any:
        current = self._broker.topic(request.topic.name)
        updated = merged(current, request.topic, request.update_mask)
        return self._broker.replace_topic(checked_topic(updated))

    def _list(self, request: Any) -> Any:
        topics = self._broker.topics
        of_project = (name for name in topics if name.startswith(f"{request.project}/"))
        names, token = page(of_project, request.page_size, request.page_token)
        return types.ListTopicsResponse.pb()(
            topics=[topics[name] for name in names], next_page_token=token
        )

    def _delete(self, request: Any) -> Empty:
        self._broker.delete_topic(request.topic)
        return Empty()

    def _list_subscriptions(self, request: Any) -> Any:
        self._broker.topic(request.topic)
        attached = (
            one.name for one in self._broker.subscriptions_of(request.topic) if not one.closed
        )
        names, token = page(attached, request.page_size, request.page_token)
        return types.ListTopicSubscriptionsResponse.pb()(subscriptions=names, next_page_token=token)

    def _detach(self, request: Any) -> Any:
        self._broker.detach_subscription(request.subscription)
        return types.DetachSubscriptionResponse.pb()()
