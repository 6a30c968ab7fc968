"""The clock of this machine: signatures and tokens count the seconds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import requests

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, risk, unseen

SKEW_MAX = timedelta(seconds=5)
TIMEOUT_SECONDS = 5.0


def checks(deployment: Deployment) -> Iterator[Check]:
    for url in deployment.clients.clocks:
        yield Check("clock", f"the clock of {url}", partial(_look, deployment, url))


def _look(deployment: Deployment, url: str) -> Iterator[Finding]:
    before = deployment.now()
    try:
        answer = requests.head(url, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as error:
        yield unseen("no-answer", f"{url}: {error}", "try again")
        return
    after = deployment.now()
    if "Date" not in answer.headers:
        return
    # It is told in whole seconds, and the answer was under way for a while.
    theirs = parsedate_to_datetime(answer.headers["Date"])
    ahead = before - (theirs + timedelta(seconds=1))
    behind = theirs - after
    skew = max(ahead, behind)
    if skew > SKEW_MAX:
        way = "ahead of" if ahead > behind else "behind"
        what = f"the clock of this machine is {skew.total_seconds():.0f} s {way} {url}"
        yield risk("clock-skew", what, "let it set its time by the network (NTP)")
