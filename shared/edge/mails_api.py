"""A document's mail once more, for the shop's own people."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Request, Response

from shared.domain.cause import Cause
from shared.domain.receipt import Receipt
from shared.edge import trace
from shared.edge.caller import Callers
from shared.edge.checkout_request import read_key
from shared.edge.gate import Route, json_response, read_body, route
from shared.edge.problem import Flaw, Problem, busy
from shared.usecases.ports.failures import Unavailable
from shared.usecases.resend_document import NoSuchDocument, NothingToSendYet, ResendDocument

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailsApi:
    callers: Callers
    resend: ResendDocument

    def routes(self) -> tuple[Route, ...]:
        return (route("POST", "/v1/documents/{number}/mails", self.send_again),)

    def send_again(self, request: Request, number: str) -> Response:
        """Takes no body: which document, is in the address; to whom, on the document."""
        caller = self.callers.check(request)
        key = read_key(request.headers.get("Idempotency-Key"))
        read_body(request, length_max=0)
        traceparent = trace.current.get()
        cause = Cause(f"backoffice:{trace.trace_id_of(traceparent)}", traceparent)
        try:
            receipt = self.resend(number, key, caller, cause)
        except NoSuchDocument as refusal:
            raise Problem(HTTPStatus.NOT_FOUND, str(refusal)) from refusal
        except NothingToSendYet as refusal:
            flaw = Flaw("", "document.not_drawn")
            raise Problem(HTTPStatus.CONFLICT, str(refusal), (flaw,)) from refusal
        except Unavailable as failure:
            log.warning("resend unclear", extra={"why": str(failure)})
            raise busy(1, "the mail may not be planned; send the same key") from failure
        return json_response(json.dumps(_described(receipt, number)), HTTPStatus.CREATED)


def _described(receipt: Receipt, number: str) -> dict[str, Any]:
    """Without the address: it is the buyer's own."""
    return {
        "id": receipt.id,
        "order_id": receipt.order_id,
        "document": number,
        "status": receipt.status.value,
        "requested_by": receipt.requested_by,
    }
