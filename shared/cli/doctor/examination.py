"""Every check, a few at a time. A check that may not look is a finding, not the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from google.api_core.exceptions import (
    Forbidden,
    GoogleAPICallError,
    ServerError,
    TooManyRequests,
    Unauthorized,
)
from google.auth.exceptions import TransportError
from requests import RequestException

from shared.cli.doctor.diagnosis import Diagnosis
from shared.cli.doctor.finding import Finding, Severity, unseen
from shared.usecases.ports.failures import Unavailable

AT_ONCE_MAX = 8
_NO_ANSWER = (ServerError, TooManyRequests, TransportError, RequestException, Unavailable)


@dataclass(frozen=True, slots=True)
class Check:
    area: str  # in the summary, things are counted by it: "subscription"
    subject: str  # the one thing that is looked at: "subscription payment-processor"
    look: Callable[[], Iterable[Finding]]


def examine(checks: Sequence[Check], seconds: Callable[[], float]) -> Diagnosis:
    """`seconds` is a clock that only ever goes forward."""
    started = seconds()
    with ThreadPoolExecutor(AT_ONCE_MAX, thread_name_prefix="doctor") as pool:
        found = list(pool.map(_looked, checks))
    findings = dict.fromkeys(finding for each in found for finding in each)  # each but once
    return Diagnosis(
        findings=tuple(findings),
        looked_at=dict(Counter(check.area for check in checks)),
        took_seconds=seconds() - started,
        is_blind=all(map(_is_unseen, found)),
    )


def _is_unseen(findings: Sequence[Finding]) -> bool:
    return any(one.severity is Severity.UNSEEN for one in findings)


def _looked(check: Check) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(check.look())
    except (Forbidden, Unauthorized) as error:
        what = f"{check.subject}: you may not look ({_line(error)})"
        fix = "ask for roles/viewer and roles/iam.securityReviewer on the project"
        found.append(unseen("not-permitted", what, fix))
    except _NO_ANSWER as error:
        found.append(unseen("no-answer", f"{check.subject}: {_line(error)}", "try again"))
    except GoogleAPICallError as error:
        fix = "check that the project is the right one, and that its APIs are enabled"
        found.append(unseen("not-understood", f"{check.subject}: {_line(error)}", fix))
    return found


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
