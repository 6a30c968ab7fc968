"""The gRPC service google.pubsub.v1.Subscriber: subscriptions and what happens to their leases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from google.pubsub_v1 import types

from emulators.clock.clock import Clock
from emulators.google_apis.grpc_methods import bidi_stream, unary
from emulators.google_apis.iam_policies import IamPolicies
from emulators.google_apis.refused import invalid
from emulators.pubsub.ack_ids import acknowledge, change_deadlines
from emulators.pubsub.broker import Broker
from emulators.pubsub.paging import page
from emulators.pubsub.pull import pull, require_pullable
from emulators.pubsub.refusals import answering, streaming, waiting
from emulators.pubsub.streaming_pull import StreamingPull
from emulators.pubsub.subscription import Subscription
from emulators.pubsub.update_mask import merged
from emulators.pubsub.wire import Encoded


class SubscriberService:
    def __init__(self, broker: Broker, clock: Clock, policies: IamPolicies) -> None:
        self._broker = broker
        self._clock = clock
        self._policies = policies

    def methods(self) -> dict[str, grpc.RpcMethodHandler]:
        return {
            "CreateSubscription": unary(answering(self._create), types.Subscription),
            "GetSubscription": unary(answering(self._get), types.GetSubscriptionRequest),
            "UpdateSubscription": unary(answering(self._update), types.UpdateSubscriptionRequest),
            "ListSubscriptions": unary(answering(self._list), types.ListSubscriptionsRequest),
            "DeleteSubscription": unary(answering(self._delete), types.DeleteSubscriptionRequest),
            "ModifyPushConfig": unary(answering(self._modify_push), types.ModifyPushConfigRequest),
            "Acknowledge": unary(answering(self._acknowledge), types.AcknowledgeRequest),
            "ModifyAckDeadline": unary(
                answering(self._modify_deadline), types.ModifyAckDeadlineRequest
            ),
            "Pull": unary(waiting(self._pull), types.PullRequest),
            "StreamingPull": bidi_stream(
                streaming(self._streaming_pull), types.StreamingPullRequest
            ),
        }

    def _create(self, request: Any) -> Any:
        return self._broker.create_subscription(request).spec

    def _get(self, request: Any) -> Any:
        return self._broker.subscription(request.subscription).spec

    def _update(self, request: Any) -> Any:
        current = self._broker.subscription(request.subscription.name).spec
        updated = merged(current, request.subscription, request.update_mask)
        return self._broker.reconfigure_subscription(updated).spec

    def _list(self, request: Any) -> Any:
        subscriptions = self._broker.subscriptions
        of_project = (name for name in subscriptions if name.startswith(f"{request.project}/"))
        names, token = page(of_project, request.page_size, request.page_token)
        return types.ListSubscriptionsResponse.pb()(
            subscriptions=[subscriptions[name].spec for name in names], next_page_token=token
        )

    def _delete(self, request: Any) -> Empty:
        self._broker.delete_subscription(request.subscription)
        self._policies.forget(request.subscription)
        return Empty()

    def _modify_push(self, request: Any) -> Empty:
        current = self._broker.subscription(request.subscription).spec
        updated = type(current)()
        updated.CopyFrom(current)
        updated.push_config.CopyFrom(request.push_config)
        self._broker.reconfigure_subscription(updated)
        return Empty()

    def _acknowledge(self, request: Any) -> Empty:
        subscription = self._open(request)
        acknowledge(subscription, request.ack_ids).require_all_done()
        return Empty()

    def _modify_deadline(self, request: Any) -> Empty:
        subscription = self._open(request)
        outcome = change_deadlines(subscription, request.ack_ids, request.ack_deadline_seconds)
        outcome.require_all_done()
        return Empty()

    def _open(self, request: Any) -> Subscription:
        subscription = self._broker.subscription(request.subscription)
        if not request.ack_ids:
            raise invalid("No ack ids specified.")
        return subscription

    async def _pull(self, request: Any) -> Encoded:
        subscription = self._broker.subscription(request.subscription)
        return await pull(subscription, request, self._clock)

    async def _streaming_pull(self, requests: AsyncIterator[Any]) -> AsyncIterator[Encoded]:
        first = await anext(requests, None)
        if first is None:
            return
        subscription = self._broker.subscription(first.subscription)
        require_pullable(subscription)
        async for response in StreamingPull(subscription, first, self._clock).responses(requests):
            yield response
