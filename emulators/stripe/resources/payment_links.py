"""/v1/payment_links."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.checkout.links import Links
from emulators.stripe.resources import lookup, payment_link_params
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import LIMIT_DEFAULT, PAGE, listed, page
from emulators.stripe.wire.params import Fields

_PATH = "/v1/payment_links"


class PaymentLinks:
    def __init__(self, account: Account, links: Links) -> None:
        self._account = account
        self._links = links
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, payment_link_params.CREATE),
            Endpoint("GET", _PATH, self._list, payment_link_params.LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, payment_link_params.UPDATE),
            Endpoint("GET", f"{one}/line_items", self._line_items, Fields(PAGE)),
        )

    def included_line_items(self, link: JsonObject) -> JsonObject:
        """What `expand[]=line_items` gives."""
        items = self._links.items(link["id"])
        url = f"{_PATH}/{link['id']}/line_items"
        return listed(items[:LIMIT_DEFAULT], url, has_more=len(items) > LIMIT_DEFAULT)

    def _create(self, call: Call) -> JsonObject:
        if not call.params["line_items"]:
            raise errors.missing("line_items")
        return self._links.create(call.params)

    def _retrieve(self, call: Call) -> JsonObject:
        return self._links.shown(lookup.in_path(self._account, "payment_link", call.id))

    def _update(self, call: Call) -> JsonObject:
        link = lookup.in_path(self._account, "payment_link", call.id)
        return self._links.shown(self._links.update(link, call.params))

    def _line_items(self, call: Call) -> JsonObject:
        self._retrieve(call)
        url = f"{_PATH}/{call.id}/line_items"
        return page(self._links.items(call.id), call.params, url)

    def _list(self, call: Call) -> JsonObject:
        links = self._account.store.newest_first("payment_link")
        wanted = call.params.get("active")
        rows = [self._links.shown(row) for row in links if wanted in {None, row["active"]}]
        return page(rows, call.params, _PATH)
