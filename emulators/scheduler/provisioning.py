"""The jobs of a deployment, as the API writes them."""

from __future__ import annotations

from google.cloud.scheduler_v1 import types

from emulators.scheduler.messages import Job, Message
from emulators.topology import Schedule, Topology


def planned_jobs(topology: Topology) -> dict[str, Message]:
    """Every job of the topology by its full name."""
    location = f"projects/{topology.project}/locations/{topology.region}"
    jobs = [_job(f"{location}/jobs/{plan.name}", plan) for plan in topology.schedules]
    return {job.name: job for job in jobs}


def _job(name: str, plan: Schedule) -> Message:
    job = Job(name=name, schedule=plan.schedule, time_zone=plan.time_zone)
    job.retry_config.retry_count = plan.retry_count
    job.http_target.uri = plan.uri
    job.http_target.http_method = getattr(types.HttpMethod, plan.http_method)
    job.http_target.oidc_token.service_account_email = plan.oidc.service_account_email
    job.http_target.oidc_token.audience = plan.oidc.audience
    return job
