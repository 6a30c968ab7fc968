"""Buckets: whether invoices are safe from strangers, and from us."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from google.api_core.exceptions import NotFound

from shared.cli.doctor.clients import CALL
from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk
from shared.cli.doctor.wiring import Bucket

ENFORCED = "enforced"


def checks(deployment: Deployment) -> Iterator[Check]:
    for planned in deployment.wiring.buckets:
        look = partial(_look, deployment, planned)
        yield Check("bucket", f"bucket {planned.name}", look)


def _look(deployment: Deployment, planned: Bucket) -> Iterator[Finding]:
    fix = deployment.as_planned
    try:
        found = deployment.clients.files.get_bucket(planned.name, **CALL)
    except NotFound:
        yield broken("bucket-missing", f"bucket {planned.name} is not there", fix)
        return
    access = found.iam_configuration
    if not access.uniform_bucket_level_access_enabled:
        what = f"bucket {planned.name} heeds access lists of single objects, which IAM cannot see"
        yield risk("bucket-access-lists", what, fix)
    if access.public_access_prevention != ENFORCED:
        what = f"bucket {planned.name} could be opened to everybody by one grant"
        yield risk("bucket-can-be-public", what, fix)
    if planned.versioned and not found.versioning_enabled:
        what = f"bucket {planned.name} keeps no versions: what is overwritten is gone"
        yield risk("bucket-unversioned", what, fix)
    if planned.retention_seconds and (found.retention_period or 0) < planned.retention_seconds:
        kept, wanted = found.retention_period or 0, planned.retention_seconds
        what = f"bucket {planned.name} keeps objects for {kept} s, not {wanted} s"
        yield broken("bucket-retention", what, fix)
