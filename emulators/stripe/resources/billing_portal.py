"""/v1/billing_portal: what customers may do by themselves, and the pages to do it on."""

from __future__ import annotations

from collections.abc import Callable

from emulators.stripe.account import Account
from emulators.stripe.resources import lookup
from emulators.stripe.resources.languages import PORTAL
from emulators.stripe.resources.subscription_params import PRORATION
from emulators.stripe.store import JsonObject
from emulators.stripe.wire import errors
from emulators.stripe.wire.endpoint import Call, Endpoint
from emulators.stripe.wire.lists import CREATED_PAGE, page, where
from emulators.stripe.wire.metadata import Metadata, merged
from emulators.stripe.wire.params import Each, Fields, Kind, Partly, not_simulated
from emulators.stripe.wire.values import Flag, Text, Url

_CONFIGURATIONS = "/v1/billing_portal/configurations"
_SESSIONS = "/v1/billing_portal/sessions"
_KIND = "billing_portal.configuration"
_SWITCH = Fields({"enabled": Flag()}, required=("enabled",))
_FEATURES = Fields(
    {
        "customer_update": Fields(
            {"enabled": Partly(Flag(), (False,)), **not_simulated("allowed_updates")}
        ),
        "invoice_history": _SWITCH,
        "payment_method_update": _SWITCH,
        "subscription_cancel": Fields(
            {
                "enabled": Flag(),
                "mode": Text(choices=("at_period_end", "immediately")),
                "proration_behavior": PRORATION,
                **not_simulated("cancellation_reason"),
            },
            required=("enabled",),
        ),
        "subscription_update": Fields(
            {
                "default_allowed_updates": Each(Text(choices=("price",))),
                "enabled": Flag(),
                "products": Each(
                    Fields(
                        {
                            "prices": Each(Text()),
                            "product": Text(),
                            **not_simulated("adjustable_quantity"),
                        },
                        required=("prices", "product"),
                    )
                ),
                "proration_behavior": PRORATION,
                **not_simulated(
                    "billing_cycle_anchor", "schedule_at_period_end", "trial_update_behavior"
                ),
            },
            required=("enabled",),
        ),
        **not_simulated("subscription_pause"),
    }
)
_BOTH: dict[str, Kind] = {
    "business_profile": Fields(
        {
            "headline": Text(60, clearable=True),
            "privacy_policy_url": Url(),
            "terms_of_service_url": Url(),
        }
    ),
    "default_return_url": Url(),
    "features": _FEATURES,
    "metadata": Metadata(),
    "name": Text(clearable=True),
    **not_simulated("login_page"),
}
_SESSION = Fields(
    {
        "configuration": Text(),
        "customer": Text(),
        "locale": Partly(Text(20), PORTAL),
        "return_url": Url(),
        **not_simulated("after_expiration", "customer_account", "flow_data", "on_behalf_of"),
    },
    required=("customer",),
)
_OFF: JsonObject = {
    "customer_update": {"allowed_updates": [], "enabled": False},
    "invoice_history": {"enabled": False},
    "payment_method_update": {"enabled": False, "payment_method_configuration": None},
    "subscription_cancel": {
        "cancellation_reason": {"enabled": False, "feedback_options": None, "options": []},
        "enabled": False,
        "mode": "at_period_end",
        "proration_behavior": "none",
    },
    "subscription_pause": {
        "duration": {"interval_options": [], "type": "indefinite"},
        "enabled": False,
    },
    "subscription_update": {
        "billing_cycle_anchor": None,
        "default_allowed_updates": [],
        "enabled": False,
        "products": [],
        "proration_behavior": "none",
        "schedule_at_period_end": {"conditions": []},
        "trial_update_behavior": "end_trial",
    },
}
_BY_DEFAULT: JsonObject = {
    "invoice_history": {"enabled": True},
    "payment_method_update": {"enabled": True},
    "subscription_cancel": {"enabled": True},
}


class BillingPortal:
    def __init__(self, account: Account, base_url: Callable[[], str]) -> None:
        self._account = account
        self._base_url = base_url
        one = f"{_CONFIGURATIONS}/{{id}}"
        create = Fields(_BOTH, required=("features",))
        shown = Fields({**CREATED_PAGE, "active": Flag(), "is_default": Flag()})
        self.endpoints = (
            Endpoint("POST", _CONFIGURATIONS, self._create, create),
            Endpoint("GET", _CONFIGURATIONS, self._list, shown),
            Endpoint("GET", one, self._retrieve),
            Endpoint("POST", one, self._update, Fields({**_BOTH, "active": Flag()})),
            Endpoint("POST", _SESSIONS, self._open, _SESSION),
        )

    def _create(self, call: Call) -> JsonObject:
        configuration = self._save(call.params, is_default=False)
        self._account.events.emit(f"{_KIND}.created", configuration)
        return configuration

    def _save(self, params: JsonObject, *, is_default: bool) -> JsonObject:
        profile = {"headline": None, "privacy_policy_url": None, "terms_of_service_url": None}
        return self._account.store.save(
            {
                "id": self._account.ids.new("bpc"),
                "object": _KIND,
                "active": True,
                "application": None,
                "business_profile": {**profile, **params.get("business_profile", {})},
                "created": self._account.now(),
                "default_return_url": params.get("default_return_url"),
                "features": self._features(_OFF, params),
                "is_default": is_default,
                "livemode": False,
                "login_page": {"enabled": False, "url": None},
                "metadata": merged({}, params),
                "name": params.get("name"),
                "updated": self._account.now(),
            }
        )

    def _features(self, before: JsonObject, params: JsonObject) -> JsonObject:
        given = params.get("features", {})
        for place, one in enumerate(given.get("subscription_update", {}).get("products", [])):
            for key in one["prices"]:
                at = f"features[subscription_update][products][{place}][prices]"
                lookup.in_param(self._account, "price", key, at)
        found = {name: {**before[name], **given.get(name, {})} for name in before}
        products = found["subscription_update"]["products"] or []
        fixed = {"adjustable_quantity": {"enabled": False, "maximum": None, "minimum": 1}}
        found["subscription_update"]["products"] = [{**fixed, **one} for one in products]
        return found

    def _retrieve(self, call: Call) -> JsonObject:
        return lookup.in_path(self._account, _KIND, call.id)

    def _update(self, call: Call) -> JsonObject:
        before = self._retrieve(call)
        params = call.params
        profile = {**before["business_profile"], **params.get("business_profile", {})}
        after = self._account.store.save(
            {
                **before,
                **params,
                "business_profile": profile,
                "features": self._features(before["features"], params),
                "metadata": merged(before["metadata"], params),
                "updated": self._account.now(),
            }
        )
        self._account.events.emit(f"{_KIND}.updated", after, before)
        return after

    def _list(self, call: Call) -> JsonObject:
        rows = self._account.store.newest_first(_KIND)
        found = where(rows, call.params, "active", "is_default")
        return page(found, call.params, _CONFIGURATIONS)

    def _open(self, call: Call) -> JsonObject:
        params = call.params
        lookup.in_param(self._account, "customer", params["customer"], "customer")
        configuration = self._configuration(params.get("configuration"))
        key = self._account.ids.new("bps")
        session = self._account.store.save(
            {
                "id": key,
                "object": "billing_portal.session",
                "after_expiration": None,
                "configuration": configuration["id"],
                "created": self._account.now(),
                "customer": params["customer"],
                "customer_account": None,
                "flow": None,
                "livemode": False,
                "locale": params.get("locale"),
                "on_behalf_of": None,
                "return_url": params.get("return_url", configuration["default_return_url"]),
                "url": f"{self._base_url()}/p/session/{key}",
            }
        )
        self._account.events.emit("billing_portal.session.created", session)
        return session

    def _configuration(self, key: str | None) -> JsonObject:
        if key is None:
            rows = self._account.store.newest_first(_KIND)
            default = next((row for row in rows if row["is_default"]), None)
            return default or self._save({"features": _BY_DEFAULT}, is_default=True)
        found = lookup.in_param(self._account, _KIND, key, "configuration")
        if not found["active"]:
            raise errors.invalid("The configuration is not active.", "configuration")
        return found
