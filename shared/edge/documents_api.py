"""The documents of an order: its token opens them all, a link of some minutes one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import Request, Response

from shared.domain.file_names import CONTENT_TYPES, PDF
from shared.domain.ids import OrderId
from shared.edge.gate import Route, route
from shared.edge.problem import Problem, busy
from shared.usecases.ports.archive import NotArchived
from shared.usecases.ports.failures import Unavailable
from shared.usecases.read_document import FindFile, LinkExpired, NotDrawnYet, OrderFile, ReadFile

log = logging.getLogger(__name__)

EXPIRED = "this link has expired; open the order again and follow its link to the document"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsApi:
    find: FindFile
    read: ReadFile
    order_of: Callable[[str], OrderId | None]  # token → order, None for a bad token
    link_to: Callable[[OrderFile], str]
    file_of: Callable[[str], OrderFile | None]  # link → file, None for what we did not sign

    def routes(self) -> tuple[Route, ...]:
        return (
            route("GET", "/v1/orders/{token}/invoice.pdf", self.show_invoice),
            route("GET", "/v1/orders/{token}/documents/{name}", self.show_document),
            route("GET", "/v1/files/{link}", self.send_file),
        )

    def show_invoice(self, _request: Request, token: str) -> Response:
        return self._lead_to(lambda: self.find.invoice(self._order(token)))

    def show_document(self, _request: Request, token: str, name: str) -> Response:
        return self._lead_to(lambda: self.find(self._order(token), name))

    def send_file(self, _request: Request, link: str) -> Response:
        try:
            file = self.file_of(link)
        except LinkExpired as error:
            raise Problem(HTTPStatus.GONE, EXPIRED) from error
        if file is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        try:
            content = self.read(file)
        except (NotArchived, Unavailable) as error:
            log.exception("invoice unreadable", extra={"why": str(error)})
            raise busy(1, "the archive does not answer") from error
        return _sent(file, content)

    def _lead_to(self, find: Callable[[], OrderFile | None]) -> Response:
        """Elsewhere, so that the address of what is opened no longer holds the order's token."""
        try:
            file = find()
        except NotDrawnYet:
            return Response(status=HTTPStatus.ACCEPTED, headers={"Retry-After": "1"})
        except Unavailable as failure:
            log.exception("orders unreadable", extra={"why": str(failure)})
            raise busy(1, "the orders cannot be read right now") from failure
        if file is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        headers = {"Location": f"/v1/files/{self.link_to(file)}"}
        return Response(status=HTTPStatus.SEE_OTHER, headers=headers)

    def _order(self, token: str) -> OrderId:
        order_id = self.order_of(token)
        if order_id is None:
            raise Problem(HTTPStatus.NOT_FOUND)
        return order_id


def _sent(file: OrderFile, content: bytes) -> Response:
    ending = file.name.rpartition(".")[2]
    # A page of ours never shows XML; whoever wants it wants the file.
    how = "inline" if ending == PDF else "attachment"
    return Response(
        content,
        content_type=CONTENT_TYPES[ending],
        headers={"Content-Disposition": f'{how}; filename="{file.name}"'},
    )
