"""The methods of google.cloud.scheduler.v1.CloudScheduler."""

from __future__ import annotations

from google.cloud.scheduler_v1 import types
from google.protobuf.empty_pb2 import Empty

from emulators.google_apis.paging import page
from emulators.google_apis.unary_service import Method
from emulators.scheduler.messages import ListJobsResponse, Message
from emulators.scheduler.registry import Registry

JOBS_ON_PAGE_MAX = 500


def job_methods(registry: Registry) -> dict[str, Method]:
    def listed(request: Message) -> Message:
        names, token = page(
            registry.names(request.parent),
            token=request.page_token,
            size=request.page_size,
            size_max=JOBS_ON_PAGE_MAX,
        )
        return ListJobsResponse(jobs=[registry.get(name) for name in names], next_page_token=token)

    def deleted(request: Message) -> Message:
        registry.delete(request.name)
        return Empty()

    return {
        "ListJobs": Method(types.ListJobsRequest, listed),
        "GetJob": Method(types.GetJobRequest, lambda r: registry.get(r.name)),
        "CreateJob": Method(types.CreateJobRequest, lambda r: registry.create(r.parent, r.job)),
        "UpdateJob": Method(
            types.UpdateJobRequest, lambda r: registry.update(r.job, r.update_mask)
        ),
        "DeleteJob": Method(types.DeleteJobRequest, deleted),
        "PauseJob": Method(types.PauseJobRequest, lambda r: registry.pause(r.name)),
        "ResumeJob": Method(types.ResumeJobRequest, lambda r: registry.resume(r.name)),
        "RunJob": Method(types.RunJobRequest, lambda r: registry.run(r.name)),
    }
