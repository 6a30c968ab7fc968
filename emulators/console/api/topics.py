"""`topics`: what waits where, and what was published last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from emulators.console.api.desk import Desk
from emulators.console.api.paging import Page
from emulators.console.readings import pubsub
from emulators.console.readings.happening import last


class Topics:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Iterator[web.RouteDef]:
        yield web.get("/topics", self._topics)
        yield web.get("/topics/{topic}/messages", self._messages)

    async def _topics(self, _: web.Request) -> web.Response:
        present = self._desk.chronicle.present("pubsub")
        backlog = Counter(pubsub.subscription_of(key) for key in present)
        subscriptions = pubsub.subscriptions(present)
        graves = {one.dead_letter_policy.dead_letter_topic for one in subscriptions.values()}
        rows = [
            {
                "name": last(name),
                "full_name": name,
                "takes_dead_letters": name in graves,
                "subscriptions": [
                    _subscription(one, backlog[one.name])
                    for one in sorted(subscriptions.values(), key=lambda one: str(one.name))
                    if one.topic == name
                ],
            }
            for name in sorted(pubsub.topics(present))
        ]
        return web.json_response({"rows": rows, "total": len(rows)})

    async def _messages(self, request: web.Request) -> web.Response:
        """Of one topic, newest first: those that are owed, and those of late."""
        page = Page.asked_for(request)
        topic = f"projects/{self._desk.topology.project}/topics/{request.match_info['topic']}"
        of_topic = {
            name
            for name, one in pubsub.subscriptions(self._desk.chronicle.present("pubsub")).items()
            if one.topic == topic and request.query.get("subscription", "") in {"", last(name)}
        }
        found = sorted(self._owed_by(of_topic, page).values(), key=_newest_first)
        return page.of(found, _message)

    def _owed_by(self, names: set[str], page: Page) -> dict[str, tuple[pubsub.Owed, bool]]:
        """By key: what was owed as far back as is known, and whether it still is."""
        present = self._desk.chronicle.present("pubsub")
        records = {
            key: (present[key], True) for key in present if pubsub.subscription_of(key) in names
        }
        for change in self._desk.chronicle.since(0):
            if change.shelf == "pubsub" and change.key not in present:
                records[change.key] = (change.value or change.before or b"", False)
        found = {}
        for key, (value, is_owed) in records.items():
            if pubsub.subscription_of(key) in names and page.has_words(key, value):
                owed = pubsub.owed(key, value)
                if owed is not None:
                    found[key] = owed, is_owed
        return found


def _newest_first(found: tuple[pubsub.Owed, bool]) -> int:
    return -found[0].unacked.message.message_id


def _subscription(spec: Any, backlog: int) -> dict[str, Any]:
    policy = spec.dead_letter_policy
    return {
        "name": last(spec.name),
        "full_name": spec.name,
        "filter": spec.filter,
        "push_to": spec.push_config.push_endpoint,
        "dead_letter_topic": last(policy.dead_letter_topic),
        "attempts_max": policy.max_delivery_attempts,
        "backlog": backlog,
        "spec": pubsub.spec_json(spec),
    }


def _message(found: tuple[pubsub.Owed, bool]) -> dict[str, Any]:
    owed, is_owed = found
    return {
        **pubsub.message(owed.unacked),
        "subscription": last(owed.subscription),
        "failures": owed.unacked.failures,
        "is_owed": is_owed,
    }
