"""One attempt at a job, over HTTP or Pub/Sub."""

from __future__ import annotations

from emulators.google_apis.rest_errors import http_status
from emulators.identity.issuer import Issuer
from emulators.scheduler.held_job import HeldJob
from emulators.scheduler.publishing import Publish
from emulators.scheduler.run_request import run_request
from emulators.tasks.delivery import Delivery
from emulators.tasks.outgoing import Answer


class Attempts:
    def __init__(self, *, delivery: Delivery, issuer: Issuer, publish: Publish) -> None:
        self._delivery = delivery
        self._issuer = issuer
        self._publish = publish

    async def make(self, held: HeldJob) -> Answer:
        """Send or publish; what became of a publication is told as its HTTP status."""
        if held.job.HasField("http_target"):
            return await self._delivery.send(run_request(held, self._issuer))
        target = held.job.pubsub_target
        code = self._publish(target.topic_name, target.data, dict(target.attributes))
        return Answer(http_status(code))
