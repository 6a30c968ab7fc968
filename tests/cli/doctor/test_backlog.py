"""Messages that nobody takes: what Cloud Monitoring says of a real deployment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import requests
from aiohttp import web

from shared.cli.doctor.json_api import JsonApi
from tests.cli.doctor.cloud import DoctorsCloud, examined
from tests.emulators.loop_thread import LoopThread


def test_a_message_that_waits_too_long_is_found(cloud: DoctorsCloud) -> None:
    ages = {"payment-processor": 601, "receipt-mailer": 600, "of-somebody-else": 9000}
    with _monitoring(ages) as url, cloud.clients() as clients, requests.Session() as session:
        monitored = replace(clients, monitoring=JsonApi(session, url))
        diagnosis = examined(monitored)

    [found] = diagnosis.findings
    assert found.id == "messages-waiting"
    assert found.what == "subscription payment-processor has a message that waits for 601 s"
    assert diagnosis.looked_at["metric"] == 1


@contextmanager
def _monitoring(ages: dict[str, int]) -> Iterator[str]:
    """Answers as the API documents it: the newest point comes first."""

    async def series(request: web.Request) -> web.Response:
        assert "oldest_unacked_message_age" in request.query["filter"]
        return web.json_response({"timeSeries": [_series(*age) for age in ages.items()]})

    application = web.Application()
    application.router.add_get("/v3/projects/kvitto-local/timeSeries", series)
    with LoopThread() as loop:
        runner = loop.call(lambda: web.AppRunner(application))
        loop.run(runner.setup())
        loop.run(web.TCPSite(runner, "127.0.0.1", 0).start())
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            loop.run(runner.cleanup())


def _series(subscription: str, age_seconds: int) -> dict[str, Any]:
    return {
        "resource": {"labels": {"subscription_id": subscription}},
        "points": [{"value": {"int64Value": str(age_seconds)}}, {"value": {"int64Value": "0"}}],
    }
