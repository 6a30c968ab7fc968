"""Accepting a message: the checks, its id, the outbox, and the events that follow."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parseaddr

from emulators.clock.clock import Clock
from emulators.ses import mime
from emulators.ses.arn import Place
from emulators.ses.message import Message
from emulators.ses.outbox import Outbox
from emulators.ses.refused import Refused
from emulators.ses.resources.account import Account
from emulators.ses.resources.configuration_sets import ConfigurationSets
from emulators.ses.resources.identities import Identities
from emulators.ses.resources.quota import Quota
from emulators.ses.sending import events
from emulators.ses.sending.compose import Unrendered
from emulators.ses.sending.fate import is_simulated, real_count
from emulators.ses.sending.message_id import message_id
from emulators.ses.sending.order import Order
from emulators.ses.sending.publishing import Publisher
from emulators.ses.sending.recipients import Recipients

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# What every virus scanner takes for one: https://www.eicar.org/download-anti-malware-testfile/


@dataclass(frozen=True, slots=True)
class Delivery:
    clock: Clock
    place: Place
    account: Account
    quota: Quota
    identities: Identities
    configuration_sets: ConfigurationSets
    recipients: Recipients
    outbox: Outbox
    publisher: Publisher

    def accept(self, order: Order) -> str:
        """The message's id; `Refused` if SES does not take it."""
        message = self._taken(order)
        self.outbox.add(message)
        if _has_virus(message.raw):
            self.publisher.sent(message, ())
            record = events.reject(message, self.place)
            self.publisher.publish(message, record, message.sent_at)
        else:
            reasons = self._suppressed_reasons(message.configuration_set)
            met = self.recipients.meet(message.destination, reasons, message.message_id)
            self.publisher.sent(message, met)
        return message.message_id

    def unrendered(self, order: Order, failure: Unrendered) -> str:
        """Taken, but there is nothing to send: it is not in the outbox."""
        message = self._taken(order)
        record = events.rendering_failure(message, self.place, failure.template, str(failure))
        self.publisher.publish(message, record, message.sent_at)
        return message.message_id

    def _taken(self, order: Order) -> Message:
        checked = self._checked(order)
        self.quota.take(len(checked.destination), real_count(checked.destination))
        outbox_id, now = self.outbox.next_id(), self.clock.now()
        return Message(
            id=outbox_id,
            message_id=message_id(self.place, outbox_id, now),
            source=checked.source,
            destination=checked.destination,
            sent_at=now,
            configuration_set=checked.configuration_set,
            tags=checked.tags,
            raw=checked.raw,
        )

    def _checked(self, order: Order) -> Order:
        """With the configuration set of the sender's identity, if the call names none."""
        identity = self.identities.of(order.source)
        name = order.configuration_set
        if name is None and identity is not None:
            name = self.identities.configuration_set_of(identity)
        if name is not None:
            self.configuration_sets.must_have(name)
            if not self.configuration_sets.sends(name):
                text = f"Sending is disabled for configuration set <{name}>."
                raise Refused("SendingPausedException", text)
        strangers = list(self._strangers(order))
        if strangers or identity is None:
            region = self.place.region.upper()
            text = "Email address is not verified. The following identities failed the check in"
            raise Refused("MessageRejected", f"{text} region {region}: {', '.join(strangers)}")
        self.account.check()
        return replace(order, configuration_set=name)

    def _strangers(self, order: Order) -> Iterator[str]:
        """The sender has to be verified, and in the sandbox the recipients, too."""
        if self.identities.of(order.source) is None:
            yield parseaddr(order.source)[1]
        for _, address in map(parseaddr, order.destination if self.account.is_in_sandbox else ()):
            if not is_simulated(address) and self.identities.of(address) is None:
                yield address

    def _suppressed_reasons(self, configuration_set: str | None) -> list[str]:
        name = configuration_set
        own = None if name is None else self.configuration_sets.suppressed_reasons(name)
        return self.account.suppressed_reasons if own is None else own


def _has_virus(raw: bytes) -> bool:
    """Parsing takes long, so it is done only where there is reason to."""
    if EICAR[:6] not in raw and base64.b64encode(EICAR[:6]) not in raw:
        return False
    return any(EICAR in part.content for part in mime.read(raw).attachments)
