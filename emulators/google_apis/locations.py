"""`google.cloud.location.Locations`: where a service could run. All of Google's regions."""

from __future__ import annotations

import re

from google.cloud.location.locations_pb2 import (
    GetLocationRequest,
    ListLocationsRequest,
    ListLocationsResponse,
    Location,
)

from emulators.google_apis.paging import page
from emulators.google_apis.refused import invalid, not_found
from emulators.google_apis.unary_service import Method, UnaryService

SERVICE = "google.cloud.location.Locations"
LOCATIONS_ON_PAGE_MAX = 1000
REGIONS = (
    *("africa-south1", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2"),
    *("asia-northeast3", "asia-south1", "asia-south2", "asia-southeast1", "asia-southeast2"),
    *("australia-southeast1", "australia-southeast2", "europe-central2", "europe-north1"),
    *("europe-north2", "europe-southwest1", "europe-west1", "europe-west10", "europe-west12"),
    *("europe-west2", "europe-west3", "europe-west4", "europe-west6", "europe-west8"),
    *("europe-west9", "me-central1", "me-central2", "me-west1", "northamerica-northeast1"),
    *("northamerica-northeast2", "northamerica-south1", "southamerica-east1"),
    *("southamerica-west1", "us-central1", "us-east1", "us-east4", "us-east5", "us-south1"),
    *("us-west1", "us-west2", "us-west3", "us-west4"),
)
_PROJECT_NAME = re.compile(r"projects/[^/]+")


def locations_service() -> UnaryService:
    return UnaryService(
        SERVICE,
        {
            "GetLocation": Method(GetLocationRequest, _get),
            "ListLocations": Method(ListLocationsRequest, _list),
        },
    )


def _get(request: GetLocationRequest) -> Location:
    project, _, region = request.name.partition("/locations/")
    if not _PROJECT_NAME.fullmatch(project) or not region or "/" in region:
        raise invalid("Invalid resource field value in the request.")
    if region not in REGIONS:
        raise not_found(f"Location {request.name} is not found.")
    return _location(project, region)


def _list(request: ListLocationsRequest) -> ListLocationsResponse:
    if not _PROJECT_NAME.fullmatch(request.name):
        raise invalid("Invalid resource field value in the request.")
    regions, token = page(
        REGIONS, token=request.page_token, size=request.page_size, size_max=LOCATIONS_ON_PAGE_MAX
    )
    found = [_location(request.name, region) for region in regions]
    return ListLocationsResponse(locations=found, next_page_token=token)


def _location(project: str, region: str) -> Location:
    labels = {"cloud.googleapis.com/region": region}
    return Location(name=f"{project}/locations/{region}", location_id=region, labels=labels)
