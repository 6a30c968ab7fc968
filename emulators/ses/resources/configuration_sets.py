"""Configuration sets: moto keeps them; their options, once changed, are kept here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from emulators.ses.attributes import Attributes
from emulators.ses.content import content, flag, text
from emulators.ses.journal import Journal
from emulators.ses.refused import already_exists, not_found
from emulators.ses.relay import Relay
from emulators.ses.resources.event_destinations import EventDestinations
from emulators.ses.resources.paging import page
from emulators.ses.wsgi import Call

COLLECTION = "/v2/email/configuration-sets"
_OPTIONS = {
    "delivery-options": "DeliveryOptions",
    "reputation-options": "ReputationOptions",
    "suppression-options": "SuppressionOptions",
    "tracking-options": "TrackingOptions",
    "archiving-options": "ArchivingOptions",
}


@dataclass(frozen=True, slots=True)
class ConfigurationSets:
    relay: Relay
    journal: Journal
    attributes: Attributes
    destinations: EventDestinations

    def provision(self, names: Iterable[str], topic_arn: str) -> None:
        """Each publishes all of its events to the topic."""
        for name in names:
            if not self.journal.has(_subject(name)):
                body = json.dumps({"ConfigurationSetName": name}).encode()
                self.journal.note(Call("POST", COLLECTION, body=body))
                self.attributes.put(_subject(name), SendingOptions={"SendingEnabled": True})
                self.destinations.provision(name, topic_arn)

    def must_have(self, name: str) -> None:
        if not self.journal.has(_subject(name)):
            raise not_found(f"Configuration set <{name}> does not exist.")

    def sends(self, name: str) -> bool:
        options = self.attributes.of(_subject(name)).get("SendingOptions", {})
        return bool(options.get("SendingEnabled", True))

    def suppressed_reasons(self, name: str) -> list[str] | None:
        """What this set says instead of the account, if it says anything."""
        options = self.attributes.of(_subject(name)).get("SuppressionOptions", {})
        reasons: list[str] | None = options.get("SuppressedReasons")
        return reasons

    def routes(self) -> list[web.RouteDef]:
        one = f"{COLLECTION}/{{set}}"
        options = "|".join(_OPTIONS)
        return [
            web.post(COLLECTION, self._create),
            web.get(COLLECTION, self._list),
            web.post("/v2/email/list-configuration-sets", self._list),
            web.get(one, self._show),
            web.delete(one, self._delete),
            web.put(f"{one}/sending", self._set_sending),
            web.put(f"{one}/vdm-options", self._set_vdm),
            web.put(f"{one}/{{options:{options}}}", self._set_options),
            web.get(f"{one}/event-destinations", self._list_destinations),
            web.post(f"{one}/event-destinations", self._add_destination),
            web.put(f"{one}/event-destinations/{{name}}", self._change_destination),
            web.delete(f"{one}/event-destinations/{{name}}", self._drop_destination),
        ]

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        name = text(wanted, "ConfigurationSetName")
        if self.journal.has(_subject(name)):
            raise already_exists(f"Configuration set <{name}> already exists.")
        sending = wanted.get("SendingOptions", {"SendingEnabled": True})
        flag(sending, "SendingEnabled", default=True)
        answer = await self.relay.handle(request)
        options = {option: wanted[option] for option in _OPTIONS.values() if option in wanted}
        self.attributes.put(_subject(name), SendingOptions=sending, **options)
        return answer

    async def _show(self, request: web.Request) -> web.Response:
        held = self.attributes.of(_subject(self._asked(request)))
        return web.json_response({**await self.relay.content(request), **held})

    async def _list(self, request: web.Request) -> web.Response:
        asked = {**request.query, **await content(request)}
        body = json.dumps({"PageSize": 10_000}).encode()
        call = Call("POST", "/v2/email/list-configuration-sets", body=body)
        found = json.loads((await self.relay.reply(call)).body)["ConfigurationSets"]
        return web.json_response(page(found, asked, "ConfigurationSets"))

    async def _delete(self, request: web.Request) -> web.Response:
        name = self._asked(request)
        answer = await self.relay.handle(request)
        self.attributes.forget(_subject(name))
        self.destinations.forget(name)
        return answer

    async def _set_sending(self, request: web.Request) -> web.Response:
        name, wanted = self._asked(request), await content(request)
        is_on = flag(wanted, "SendingEnabled", default=False)
        return self._put(name, SendingOptions={"SendingEnabled": is_on})

    async def _set_vdm(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        return self._put(self._asked(request), VdmOptions=wanted.get("VdmOptions", {}))

    async def _set_options(self, request: web.Request) -> web.Response:
        name, option = self._asked(request), _OPTIONS[request.match_info["options"]]
        return self._put(name, **{option: await content(request)})

    async def _list_destinations(self, request: web.Request) -> web.Response:
        found = self.destinations.of(self._asked(request))
        return web.json_response({"EventDestinations": [one.as_json() for one in found]})

    async def _add_destination(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        name = text(wanted, "EventDestinationName")
        self.destinations.add(self._asked(request), name, wanted.get("EventDestination", {}))
        return web.json_response({})

    async def _change_destination(self, request: web.Request) -> web.Response:
        wanted = (await content(request)).get("EventDestination", {})
        self.destinations.change(self._asked(request), request.match_info["name"], wanted)
        return web.json_response({})

    async def _drop_destination(self, request: web.Request) -> web.Response:
        self.destinations.drop(self._asked(request), request.match_info["name"])
        return web.json_response({})

    def _put(self, name: str, **attributes: Any) -> web.Response:
        self.attributes.put(_subject(name), **attributes)
        return web.json_response({})

    def _asked(self, request: web.Request) -> str:
        name = request.match_info["set"]
        self.must_have(name)
        return name


def _subject(name: str) -> str:
    return f"{COLLECTION}/{name}"
