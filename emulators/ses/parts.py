"""How the parts of SES hang together. Each takes what it kept from the shelf."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from emulators.clock.clock import Clock
from emulators.ses.arn import Place
from emulators.ses.attributes import Attributes
from emulators.ses.authorization import Authorization
from emulators.ses.controls import Controls
from emulators.ses.faults import Faults
from emulators.ses.journal import Journal
from emulators.ses.moto_ses import MotoSes
from emulators.ses.outbox import Outbox
from emulators.ses.outbox_pages import OutboxPages
from emulators.ses.relay import Relay
from emulators.ses.resources.account import Account
from emulators.ses.resources.configuration_sets import ConfigurationSets
from emulators.ses.resources.event_destinations import EventDestinations
from emulators.ses.resources.identities import Identities
from emulators.ses.resources.quota import Allowance, Quota
from emulators.ses.resources.suppression import SuppressionList
from emulators.ses.resources.templates import Templates
from emulators.ses.sending.compose import Composer
from emulators.ses.sending.delivery import Delivery
from emulators.ses.sending.fate import real_count
from emulators.ses.sending.publishing import Publisher
from emulators.ses.sending.recipients import Recipients
from emulators.ses.sending.send_email import SendEmail
from emulators.ses.sns.courier import Courier
from emulators.ses.sns.handshakes import Handshakes
from emulators.ses.sns.query_api import QueryApi
from emulators.ses.sns.topics import Topics
from emulators.shelf import Shelf
from emulators.topology import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    moto: MotoSes
    relay: Relay
    authorization: Authorization
    account: Account
    identities: Identities
    configuration_sets: ConfigurationSets
    suppression: SuppressionList
    templates: Templates
    topics: Topics
    courier: Courier
    handshakes: Handshakes
    query_api: QueryApi
    send_email: SendEmail
    outbox_pages: OutboxPages
    controls: Controls

    @classmethod
    def of(
        cls, *, clock: Clock, shelf: Shelf, routes: Routes, topic_arn: str, allowance: Allowance
    ) -> Self:
        place, faults = Place.of(topic_arn), Faults()
        journal, attributes, outbox = Journal(shelf), Attributes(shelf), Outbox(shelf)
        moto = MotoSes(account=place.account, region=place.region, journal=journal)
        relay, authorization = Relay(moto, journal), Authorization(place.region)
        topics, suppression = Topics(clock, shelf), SuppressionList(clock, shelf)
        courier = Courier(clock, shelf, routes, topics, faults)
        handshakes = Handshakes(clock, topics, courier)
        destinations = EventDestinations(shelf, topics.has)
        configuration_sets = ConfigurationSets(relay, journal, attributes, destinations)
        identities = Identities(relay, journal, attributes, configuration_sets)
        quota = Quota(clock, ((one.sent_at, real_count(one.destination)) for one in outbox.sent()))
        account = Account(shelf, quota, allowance)
        recipients, templates = Recipients(shelf, suppression), Templates(clock, shelf)
        publisher = Publisher(place, destinations, topics, courier)
        delivery = Delivery(
            clock=clock,
            place=place,
            account=account,
            quota=quota,
            identities=identities,
            configuration_sets=configuration_sets,
            recipients=recipients,
            outbox=outbox,
            publisher=publisher,
        )
        return cls(
            moto=moto,
            relay=relay,
            authorization=authorization,
            account=account,
            identities=identities,
            configuration_sets=configuration_sets,
            suppression=suppression,
            templates=templates,
            topics=topics,
            courier=courier,
            handshakes=handshakes,
            query_api=QueryApi(topic_arn.rpartition(":")[0], topics, handshakes, authorization),
            send_email=SendEmail(Composer(clock, templates), delivery, faults),
            outbox_pages=OutboxPages(outbox, faults),
            controls=Controls(clock, place, outbox, publisher, recipients),
        )

    def routes(self) -> Iterator[web.RouteDef]:
        """What nobody here knows is moto's to answer."""
        for part in (
            *(self.outbox_pages, self.controls, self.send_email, self.account, self.identities),
            *(self.configuration_sets, self.suppression, self.templates, self.query_api),
        ):
            yield from part.routes()
        yield web.route("*", "/v2/{rest:.*}", self.relay.handle)
