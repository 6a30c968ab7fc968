"""What a job's target must look like."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from emulators.google_apis.refused import invalid
from emulators.scheduler.messages import METHODS_WITH_BODY, POST, Message, method_name
from emulators.scheduler.names import project_of_job

USER_AGENT = "Google-Cloud-Scheduler"
HEADERS_MAX_BYTES = 80 * 1024
URI_MAX_LENGTH = 2083
_BODY_TYPE = "application/octet-stream"
_TOPIC_NAME = re.compile(r"projects/([^/]+)/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}")


def complete_http_target(target: Message) -> None:
    _check_uri(target.uri)
    target.http_method = target.http_method or POST
    if target.body and target.http_method not in METHODS_WITH_BODY:
        raise invalid(
            "HTTP request body is only allowed for POST, PUT and PATCH, "
            f"not for {method_name(target.http_method)}."
        )
    _complete_headers(target)


def complete_pubsub_target(job: Message) -> None:
    target = job.pubsub_target
    match = _TOPIC_NAME.fullmatch(target.topic_name)
    if match is None:
        raise invalid('Topic name must be formatted: "projects/<PROJECT_ID>/topics/<TOPIC_ID>".')
    if match[1] != project_of_job(job.name):
        raise invalid("The topic must be in the same project as the Cloud Scheduler job.")
    if not target.data and not target.attributes:
        raise invalid(
            "Pubsub message must contain either non-empty data or at least one attribute."
        )


def _check_uri(uri: str) -> None:
    if not uri:
        raise invalid("HttpTarget.uri is required.")
    if not uri.startswith(("http://", "https://")):
        raise invalid("HttpTarget.uri must start with 'http://' or 'https://'.")
    if len(uri) > URI_MAX_LENGTH:
        raise invalid(f"HttpTarget.uri must be at most {URI_MAX_LENGTH} characters.")
    try:
        host = urlsplit(uri).hostname
    except ValueError:
        host = None
    if not host:
        raise invalid("HttpTarget.uri has no valid host.")


def _complete_headers(target: Message) -> None:
    headers = target.headers
    size = sum(len(name.encode()) + len(value.encode()) for name, value in headers.items())
    if size >= HEADERS_MAX_BYTES:
        raise invalid("HttpTarget.headers must be less than 80KB.")
    for name, value in headers.items():
        if not name.strip() or not (name + value).isprintable():
            raise invalid(f"HttpTarget.headers has an invalid header: {name!r}.")
    for name in [name for name in headers if name.lower() == "user-agent"]:
        del headers[name]
    headers["User-Agent"] = USER_AGENT
    if target.body and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = _BODY_TYPE
