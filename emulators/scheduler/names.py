"""The grammar of job names."""

from __future__ import annotations

import re
from typing import Final

from emulators.google_apis.refused import invalid

JOB_NAME_FORM: Final = (
    'Job name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/<JOB_ID>".'
)
_LOCATION = r"projects/([A-Za-z0-9:.-]+)/locations/[A-Za-z0-9-]+"
_LOCATION_NAME = re.compile(_LOCATION)
_JOB_NAME = re.compile(rf"({_LOCATION})/jobs/([A-Za-z0-9_-]{{1,500}})")


def check_location(name: str) -> None:
    if not _LOCATION_NAME.fullmatch(name):
        raise invalid("Invalid resource field value in the request.")


def location_of_job(name: str) -> str:
    return _parsed(name)[1]


def project_of_job(name: str) -> str:
    return _parsed(name)[2]


def last_segment(name: str) -> str:
    return name.rpartition("/")[2]


def _parsed(name: str) -> re.Match[str]:
    match = _JOB_NAME.fullmatch(name)
    if match is None:
        raise invalid(JOB_NAME_FORM)
    return match
