"""Stripe's refunds behind the `Refunds` port."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import stripe

from shared.domain.ids import RefundId
from shared.domain.refund_request import RefundRequest
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.payments import ProviderRefused
from shared.usecases.refund_metadata import LINES_KEY, REQUEST_KEY

if TYPE_CHECKING:
    from stripe.params import RefundCreateParams


class StripeRefunds:
    def __init__(self, client: stripe.StripeClient) -> None:
        self._client = client

    def refund(self, request: RefundRequest) -> RefundId:
        try:
            refund = self._client.v1.refunds.create(
                _parameters(request), {"idempotency_key": request.provider_key}
            )
        except stripe.IdempotencyError as error:
            raise ProviderRefused("this key was used with other parameters") from error
        except stripe.InvalidRequestError as error:
            if error.http_status == HTTPStatus.CONFLICT:
                raise Unavailable("the same refund is under way") from error
            raise ProviderRefused(f"{error.code}: {error.param}") from error
        except stripe.StripeError as error:
            # Stripe's own failures are unclear, also when it repeats them for this key: its
            # webhook tells whether money went back.
            raise Unavailable(f"{type(error).__name__} {error.http_status}") from error
        return RefundId(refund.id)


def _parameters(request: RefundRequest) -> RefundCreateParams:
    metadata = {"order_id": request.order_id, REQUEST_KEY: request.id}
    if request.lines:
        metadata[LINES_KEY] = request.lines
    parameters: RefundCreateParams = {
        "amount": request.amount.minor,
        "metadata": metadata,
        "payment_intent": request.payment_id,
    }
    match request.reason:
        case "duplicate" | "fraudulent" | "requested_by_customer" as reason:
            parameters["reason"] = reason
    return parameters
