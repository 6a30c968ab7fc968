"""How much the mail account may send: as fast as the queue in front of it lets mails through."""

from __future__ import annotations

from emulators.ses.resources.quota import Allowance
from emulators.ses.server import ALLOWANCE
from emulators.topology import Topology


def mail_allowance(topology: Topology) -> Allowance:
    name = topology.function("receipt-mailer").environment["RECEIPTS_QUEUE"]
    rates = {
        topology.queue_name(queue.name): queue.rate_limits.max_dispatches_per_second
        for queue in topology.queues
    }
    return Allowance(ALLOWANCE.in_a_day_max, rates[name])
