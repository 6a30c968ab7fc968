"""One API call from the wire to the wire: key, parameters, idempotency, handler, answer."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus

from aiohttp import web

from emulators.stripe.account import API_VERSION, Account
from emulators.stripe.delivery.events import Origin
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import authorization, errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.errors import StripeError
from emulators.stripe.wire.expand import Expander
from emulators.stripe.wire.faults import Fault, Faults
from emulators.stripe.wire.idempotency import Idempotency, Result
from emulators.stripe.wire.incoming import Incoming, read
from emulators.stripe.wire.params import Each
from emulators.stripe.wire.permissions import Permissions
from emulators.stripe.wire.rate_limit import RateLimit
from emulators.stripe.wire.values import Text

Handler = Callable[[web.Request], Awaitable[web.Response]]
_EXPAND = Each(Text(), length_max=20)
_NO_FAULT = Fault(times=0)
_LOG = logging.getLogger(__name__)


class Api:
    def __init__(
        self,
        account: Account,
        expander: Expander,
        faults: Faults,
        rate_limit: RateLimit,
        permissions: Permissions,
    ) -> None:
        self._account = account
        self._expander = expander
        self._faults = faults
        self._rate_limit = rate_limit
        self._permissions = permissions
        self._idempotency = Idempotency(account.clock, account.store)

    def serve(self, endpoint: Endpoint) -> Handler:
        async def handle(request: web.Request) -> web.Response:
            return await self._answer(request, endpoint)

        return handle

    async def unrecognized(self, request: web.Request) -> web.Response:
        error = errors.unrecognized_url(request.method, request.path)
        return _response(_result(error.status, error.body(), self._account.ids.new("req")))

    async def _answer(self, request: web.Request, endpoint: Endpoint) -> web.Response:
        request_id = self._account.ids.new("req")
        fault = _NO_FAULT
        try:
            key = authorization.check(request.headers.get("Authorization"))
            with self._rate_limit.admit(f"{endpoint.method} {endpoint.path}"):
                self._permissions.check(key, request.method, request.path)
                incoming = await read(request)
                # Once it is read whole: of two at a time, the one that begins meets the fault.
                fault = self._faults.take(request.method, request.path) or _NO_FAULT
                result = await self._once(incoming, endpoint, request_id, fault)
            response = _response(result, request_id, incoming.idempotency_key)
        except StripeError as error:
            response = _response(_result(error.status, error.body(), request_id))
            response.headers.update(error.headers)
        if fault.is_lost and request.transport is not None:
            request.transport.abort()
        return response

    async def _once(
        self, incoming: Incoming, endpoint: Endpoint, request_id: str, fault: Fault
    ) -> Result:
        attempt = incoming.attempt
        if attempt is None:
            return await self._carry_out(incoming, endpoint, request_id, fault)
        kept = self._idempotency.begin(attempt)
        if kept is not None:
            return kept
        result = None
        try:
            result = await self._carry_out(incoming, endpoint, request_id, fault)
        finally:
            self._idempotency.end(attempt, result)
        return result

    async def _carry_out(
        self, incoming: Incoming, endpoint: Endpoint, request_id: str, fault: Fault
    ) -> Result:
        """Raises for what Stripe turns away before it begins; such a result is not kept."""
        await self._suffer(fault)
        raw = dict(incoming.form)
        expand = [] if incoming.is_v2 else _EXPAND.read(raw.pop("expand", ""), "expand")
        if incoming.upload is not None and not endpoint.takes_upload:
            raise errors.unknown(["file"])
        params = endpoint.takes(names_version=incoming.names_version).read(raw, "") or {}
        if fault.status is not None:
            return _result(fault.status, errors.internal().body(), request_id)
        status: int = HTTPStatus.OK
        try:
            with self._account.events.caused_by(Origin(request_id, incoming.idempotency_key)):
                body = self._work(
                    endpoint, Call(incoming.id, params, incoming.upload, incoming.part), expand
                )
        except StripeError as error:
            status, body = error.status, error.body()
        except Exception:  # noqa: BLE001 - whatever it is, the caller gets a 500, as from Stripe
            _LOG.exception("%s failed", incoming.path)
            status, body = errors.internal().status, errors.internal().body()
        return _result(status, body, request_id)

    def _work(self, endpoint: Endpoint, call: Call, expand: list[str]) -> JsonObject:
        """What cannot be expanded is refused, and then nothing has happened."""
        if not expand:
            return endpoint.handler(call)
        with self._account.store.undoable() as undo:
            body = endpoint.handler(call)
            try:
                return self._expander.expand(body, expand)
            except StripeError:
                undo()
                self._account.agenda.rearm()
                raise

    async def _suffer(self, fault: Fault) -> None:
        if fault.delay_ms:
            delay = timedelta(milliseconds=fault.delay_ms)
            await self._account.clock.wait_until(self._account.clock.now() + delay)
        if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise errors.rate_limited()


def _result(status: int, body: JsonObject, request_id: str) -> Result:
    return Result(status, json.dumps(body, indent=2, ensure_ascii=False) + "\n", request_id)


def _response(
    result: Result, request_id: str | None = None, idempotency_key: str | None = None
) -> web.Response:
    """`request_id`: this request's own, where `result` may be an earlier one's."""
    own = request_id or result.request_id
    headers = {"Request-Id": own, "Stripe-Version": API_VERSION}
    if idempotency_key is not None:
        headers |= {"Idempotency-Key": idempotency_key, "Original-Request": result.request_id}
        if own != result.request_id:
            headers["Idempotent-Replayed"] = "true"
        if result.status >= HTTPStatus.BAD_REQUEST:
            headers["Stripe-Should-Retry"] = "false"  # it would only be replayed
    return web.Response(
        status=result.status, text=result.body, content_type="application/json", headers=headers
    )
