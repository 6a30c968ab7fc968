"""/v1/tax/settings and /v1/tax/registrations: where the account is at home and collects tax."""

from __future__ import annotations

from emulators.stripe.account import Account
from emulators.stripe.billing.kinds import OneOf
from emulators.stripe.billing.tax import codes, registrations, settings
from emulators.stripe.billing.tax.places import PLACES, UNION
from emulators.stripe.payments.methods import NO_ADDRESS
from emulators.stripe.resources import lookup
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.addresses import ADDRESS
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import PAGE, page
from emulators.stripe.wire.params import Fields
from emulators.stripe.wire.values import Text

_SETTINGS = "/v1/tax/settings"
_REGISTRATIONS = "/v1/tax/registrations"
_NOW = "now"
_UPDATE_SETTINGS = Fields(
    {
        "defaults": Fields(
            {
                "tax_behavior": Text(choices=("exclusive", "inclusive", "inferred_by_currency")),
                "tax_code": Text(),
            }
        ),
        "head_office": Fields({"address": ADDRESS}, required=("address",)),
    }
)
_OPTION = Fields(
    {
        "standard": Fields(
            {"place_of_supply_scheme": Text(choices=("inbound_goods", "small_seller", "standard"))}
        ),
        "type": Text(choices=("ioss", "oss_non_union", "oss_union", "standard")),
    },
    required=("type",),
)
_CREATE = Fields(
    {
        "active_from": OneOf({_NOW: _NOW}),
        "country": Text(2),
        "country_options": Fields({country.lower(): _OPTION for country in PLACES}),
        "expires_at": OneOf({}),
    },
    required=("active_from", "country", "country_options"),
)
_UPDATE = Fields({"active_from": OneOf({_NOW: _NOW}), "expires_at": OneOf({_NOW: _NOW, "": None})})
_LIST = Fields({**PAGE, "status": Text(choices=("active", "all", "expired", "scheduled"))})


class TaxSettings:
    def __init__(self, account: Account) -> None:
        self._account = account
        one = f"{_REGISTRATIONS}/{{id}}"
        self.endpoints = (
            Endpoint("GET", _SETTINGS, self._settings),
            Endpoint("POST", _SETTINGS, self._update_settings, _UPDATE_SETTINGS),
            Endpoint("POST", _REGISTRATIONS, self._create, _CREATE),
            Endpoint("GET", _REGISTRATIONS, self._list, _LIST),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, _UPDATE),
        )

    def _settings(self, call: Call) -> JsonObject:
        del call
        return settings.settings(self._account)

    def _update_settings(self, call: Call) -> JsonObject:
        before = settings.settings(self._account)
        defaults = {**before["defaults"], **call.params.get("defaults", {})}
        codes.treatment(defaults["tax_code"])
        office = before["head_office"]
        if "head_office" in call.params:
            office = {"address": {**NO_ADDRESS, **call.params["head_office"]["address"]}}
        if office["address"]["country"] not in PLACES:
            country = office["address"]["country"]
            param = "head_office[address][country]"
            raise errors.not_simulated(f"a head office in `{country}`", param)
        after = settings.save(
            self._account, {**before, "defaults": defaults, "head_office": office}
        )
        self._account.events.emit("tax.settings.updated", after, before)
        return after

    def _create(self, call: Call) -> JsonObject:
        country = call.params["country"].upper()
        if country not in PLACES:
            raise errors.not_simulated(f"tax in `{country}`", "country")
        option = call.params["country_options"].get(country.lower())
        if option is None:
            raise errors.missing(f"country_options[{country.lower()}]")
        if option["type"] != "standard" and country not in UNION:
            message = f"The registration type {option['type']} is not supported in {country}."
            raise errors.invalid(message, f"country_options[{country.lower()}][type]")
        if option["type"] == "standard":
            option = {"standard": {"place_of_supply_scheme": "standard"}, **option}
        registration = self._account.store.save(
            {
                "id": self._account.ids.new("taxreg"),
                "object": "tax.registration",
                "active_from": self._instant(call.params["active_from"]),
                "country": country,
                "country_options": {country.lower(): option},
                "created": self._account.now(),
                "expires_at": call.params.get("expires_at"),
                "livemode": False,
                "status": "active",
            }
        )
        return registrations.shown(self._account, registration)

    def _retrieve(self, call: Call) -> JsonObject:
        row = lookup.in_path(self._account, "tax.registration", call.id)
        return registrations.shown(self._account, row)

    def _update(self, call: Call) -> JsonObject:
        before = lookup.in_path(self._account, "tax.registration", call.id)
        changes = {name: self._instant(value) for name, value in call.params.items()}
        return registrations.shown(self._account, self._account.store.save({**before, **changes}))

    def _list(self, call: Call) -> JsonObject:
        wanted = call.params.get("status", "all")
        rows = [
            registrations.shown(self._account, row)
            for row in self._account.store.newest_first("tax.registration")
        ]
        found = [row for row in rows if wanted in {"all", row["status"]}]
        return page(found, call.params, _REGISTRATIONS)

    def _instant(self, given: int | str | None) -> int | str | None:
        return self._account.now() if given == _NOW else given
