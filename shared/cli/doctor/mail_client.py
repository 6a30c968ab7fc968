"""Amazon SES by the credentials that the mailer itself is given."""

from __future__ import annotations

from functools import cache
from typing import Any

from boto3.session import Session
from botocore.config import Config

CONNECT_TIMEOUT_SECONDS = 3
READ_TIMEOUT_SECONDS = 5


def mail_client(region: str, key_id: str, secret_key: str, *, endpoint: str | None = None) -> Any:
    return _session().client(
        "sesv2",
        region_name=region,
        endpoint_url=endpoint,
        aws_access_key_id=key_id,
        aws_secret_access_key=secret_key,
        config=Config(
            retries={"total_max_attempts": 1},
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
        ),
    )


@cache
def _session() -> Session:
    """The description of the API is read once, which takes longer than all the calls."""
    return Session()
