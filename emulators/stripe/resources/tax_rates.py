"""/v1/tax_rates: taxes that the shop names itself; /v1/tax_codes: kinds of products."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.kinds import Percent
from emulators.stripe.billing.tax import codes, rates
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Fields, Kind
from emulators.stripe.wire.values import Flag, Text

_PATH = "/v1/tax_rates"
_CODES_PATH = "/v1/tax_codes"
_TYPES = (
    *("admissions_tax", "amusement_tax", "attendance_tax", "communications_tax"),
    *("digital_excise_tax", "entertainment_tax", "get_fund", "gross_receipts_tax", "gst"),
    *("hospitality_tax", "hst", "igst", "jct", "lease_tax", "luxury_tax"),
    *("mass_transit_parking_tax", "nhil", "parking_tax", "pst", "qst", "resort_tax"),
    *("retail_delivery_fee", "rst", "sales_tax", "service_tax", "tourism_tax"),
    *("utility_users_tax", "vat"),
)
_BOTH: dict[str, Kind] = {
    "active": Flag(),
    "country": Text(2),
    "description": Text(),
    "display_name": Text(50),
    "jurisdiction": Text(50),
    "metadata": Metadata(),
    "state": Text(),
    "tax_type": Text(choices=_TYPES),
}
_CREATE = Fields(
    {**_BOTH, "inclusive": Flag(), "percentage": Percent()},
    required=("display_name", "inclusive", "percentage"),
)
_LIST = Fields({**CREATED_PAGE, "active": Flag(), "inclusive": Flag()})


class TaxRates:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_PATH}/{{id}}"
        self.endpoints = (
            Endpoint("POST", _PATH, self._create, _CREATE),
            Endpoint("GET", _PATH, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, Fields(_BOTH)),
            Endpoint("GET", _CODES_PATH, self._list_codes, Fields(PAGE)),
            Endpoint("GET", f"{_CODES_PATH}/{{id}}", self._retrieve_code),
        )

    def _create(self, call: Call) -> JsonObject:
        given = {**call.params, "metadata": merged({}, call.params)}
        rate = rates.create(self._account, given)
        self._account.events.emit("tax_rate.created", rate)
        return rate

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, "tax_rate", call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        changes = {**call.params, "metadata": merged(before["metadata"], call.params)}
        after = self._account.store.save({**before, **changes})
        self._account.events.emit("tax_rate.updated", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first("tax_rate")
        return page(where(rows, call.params, "active", "inclusive"), call.params, _PATH)

    def _list_codes(self, call: Call) -> JsonObject:
        rows = [codes.shown(code) for code in codes.CODES.values()]
        return page(rows, call.params, _CODES_PATH)

    def _retrieve_code(self, call: Call) -> JsonObject:
        if call.id not in codes.CODES:
            raise errors.no_such("tax code", call.id, "id", 404)
        return codes.shown(codes.CODES[call.id])
