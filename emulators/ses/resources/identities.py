"""Identities: who may send. moto keeps them; whether they are verified is kept here."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from aiohttp import web

from emulators.ses.attributes import Attributes
from emulators.ses.content import content, flag, text
from emulators.ses.journal import Journal
from emulators.ses.refused import already_exists, bad_request, not_found
from emulators.ses.relay import Relay
from emulators.ses.resources.configuration_sets import ConfigurationSets
from emulators.ses.resources.paging import page
from emulators.ses.wsgi import Call

COLLECTION = "/v2/email/identities"
STATES = {"PENDING", "SUCCESS", "FAILED", "TEMPORARY_FAILURE", "NOT_STARTED"}


@dataclass(frozen=True, slots=True)
class Identities:
    relay: Relay
    journal: Journal
    attributes: Attributes
    configuration_sets: ConfigurationSets

    def provision(self, names: Iterable[str]) -> None:
        """Verified: nobody publishes DNS records for a laptop."""
        for name in names:
            if not self.journal.has(_subject(name)):
                body = json.dumps({"EmailIdentity": name}).encode()
                self.journal.note(Call("POST", COLLECTION, body=body))
                self.attributes.put(_subject(name), VerificationStatus="SUCCESS")

    def of(self, address: str) -> str | None:
        """The verified identity that vouches for an address: itself, or its domain or one above."""
        mailbox, _, domain = parseaddr(address)[1].rpartition("@")
        domain = domain.lower()
        parents = (domain.split(".", n)[-1] for n in range(domain.count(".")))
        for name in (f"{mailbox}@{domain}", *parents):
            if self.attributes.of(_subject(name)).get("VerificationStatus") == "SUCCESS":
                return name
        return None

    def configuration_set_of(self, identity: str) -> str | None:
        """The one that is used when a message names none."""
        name: str | None = self.attributes.of(_subject(identity)).get("ConfigurationSetName")
        return name

    def routes(self) -> list[web.RouteDef]:
        one = f"{COLLECTION}/{{name}}"
        return [
            web.post(COLLECTION, self._create),
            web.get(COLLECTION, self._list),
            web.post("/v2/email/list-identities", self._list),
            web.get(one, self._show),
            web.delete(one, self._delete),
            web.put(f"{one}/configuration-set", self._set_configuration_set),
            web.put(f"{one}/dkim", self._set_dkim),
            web.put(f"{one}/feedback", self._set_feedback),
            web.put(f"{one}/mail-from", self._set_mail_from),
            web.post("/_outbox/identities/{name}", self._verify),
        ]

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await content(request)
        name = text(wanted, "EmailIdentity")
        if self.journal.has(_subject(name)):
            raise already_exists(f"Email identity {name} already exists.")
        named = wanted.get("ConfigurationSetName")
        if named is not None:
            self.configuration_sets.must_have(named)
        found = await self.relay.content(request)
        self.attributes.put(
            _subject(name), VerificationStatus="PENDING", ConfigurationSetName=named
        )
        answer = {**found, **self._shown(name)}
        members = ("IdentityType", "VerifiedForSendingStatus", "DkimAttributes")
        return web.json_response({member: answer[member] for member in members})

    async def _show(self, request: web.Request) -> web.Response:
        name = self._asked(request)
        return web.json_response({**await self.relay.content(request), **self._shown(name)})

    async def _list(self, request: web.Request) -> web.Response:
        asked = {**request.query, **await content(request)}
        body = json.dumps({"PageSize": 10_000}).encode()
        reply = await self.relay.reply(Call("POST", "/v2/email/list-identities", body=body))
        found = [self._listed(one) for one in json.loads(reply.body)["EmailIdentities"]]
        return web.json_response(page(found, asked, "EmailIdentities"))

    async def _delete(self, request: web.Request) -> web.Response:
        name = self._asked(request)
        answer = await self.relay.handle(request)
        self.attributes.forget(_subject(name))
        return answer

    async def _set_configuration_set(self, request: web.Request) -> web.Response:
        name, wanted = self._asked(request), await content(request)
        named = wanted.get("ConfigurationSetName")
        if named is not None:
            self.configuration_sets.must_have(named)
        return self._put(name, ConfigurationSetName=named)

    async def _set_dkim(self, request: web.Request) -> web.Response:
        name = self._asked(request)
        return self._put(name, Signs=flag(await content(request), "SigningEnabled", default=False))

    async def _set_feedback(self, request: web.Request) -> web.Response:
        name, wanted = self._asked(request), await content(request)
        is_on = flag(wanted, "EmailForwardingEnabled", default=False)
        return self._put(name, FeedbackForwardingStatus=is_on)

    async def _set_mail_from(self, request: web.Request) -> web.Response:
        name, wanted = self._asked(request), await content(request)
        domain = wanted.get("MailFromDomain")
        if domain is not None and not domain.endswith(f".{name.rpartition('@')[2]}"):
            raise bad_request(f"Provided MAIL-FROM domain <{domain}> is not subdomain of {name}.")
        behaviour = wanted.get("BehaviorOnMxFailure") or "USE_DEFAULT_VALUE"
        attributes = {"MailFromDomain": domain, "MailFromDomainStatus": "SUCCESS"}
        found = {**attributes, "BehaviorOnMxFailure": behaviour} if domain else None
        return self._put(name, MailFromAttributes=found)

    async def _verify(self, request: web.Request) -> web.Response:
        """What SES would find in the DNS, or in an answer to its mail: `VerificationStatus`."""
        name, state = self._asked(request), text(await content(request), "VerificationStatus")
        if state not in STATES:
            raise bad_request(f"VerificationStatus is one of {', '.join(sorted(STATES))}.")
        return self._put(name, VerificationStatus=state)

    def _put(self, name: str, **attributes: Any) -> web.Response:
        self.attributes.put(_subject(name), **attributes)
        return web.json_response({})

    def _asked(self, request: web.Request) -> str:
        name = request.match_info["name"]
        if not self.journal.has(_subject(name)):
            raise not_found(f"Email identity {name} does not exist.")
        return name

    def _shown(self, name: str) -> dict[str, Any]:
        held = self.attributes.of(_subject(name))
        state = held["VerificationStatus"]
        shown = {
            "FeedbackForwardingStatus": held.get("FeedbackForwardingStatus", True),
            "VerificationStatus": state,
            "VerifiedForSendingStatus": state == "SUCCESS",
            "DkimAttributes": _dkim(name, state, is_on=held.get("Signs", True)),
        }
        for member in ("ConfigurationSetName", "MailFromAttributes"):
            if held.get(member) is not None:
                shown[member] = held[member]
        return shown

    def _listed(self, found: dict[str, Any]) -> dict[str, Any]:
        state = self.attributes.of(_subject(found["IdentityName"]))["VerificationStatus"]
        return {**found, "SendingEnabled": state == "SUCCESS", "VerificationStatus": state}


def _subject(name: str) -> str:
    return f"{COLLECTION}/{name}"


def _dkim(name: str, state: str, *, is_on: bool) -> dict[str, Any]:
    """A domain proves itself by three records; an address is not signed for by itself."""
    if "@" in name:
        return {"SigningEnabled": False, "Status": "NOT_STARTED"}
    digests = (hashlib.sha256(f"{name} {n}".encode()).digest() for n in range(3))
    return {
        "SigningEnabled": is_on,
        "Status": state,
        "Tokens": [base64.b32encode(digest)[:32].decode().lower() for digest in digests],
        "SigningAttributesOrigin": "AWS_SES",
        "NextSigningKeyLength": "RSA_2048_BIT",
        "CurrentSigningKeyLength": "RSA_2048_BIT",
    }
