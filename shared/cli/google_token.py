"""A token of Google's as the operator: people hold no key of it, they may act as it."""

from __future__ import annotations

import google.auth
import google.auth.transport.requests
from google.auth.exceptions import GoogleAuthError
from google.auth.impersonated_credentials import Credentials, IDTokenCredentials

from shared.cli.cannot_run import CannotRun

CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"


def google_token(operator: str, *, audience: str) -> str:
    """By the caller's own login, which `operators` in terraform/ lets act as the operator."""
    try:
        own, _ = google.auth.default(scopes=[CLOUD_PLATFORM])
        operating = Credentials(own, operator, [CLOUD_PLATFORM])  # type: ignore[no-untyped-call]  # the library's own
        token = IDTokenCredentials(operating, audience, include_email=True)  # type: ignore[no-untyped-call]  # the library's own
        token.refresh(google.auth.transport.requests.Request())
    except GoogleAuthError as error:
        why = " ".join(str(error).split())[:200]
        raise CannotRun(
            f"You cannot act as {operator}: log in by `gcloud auth application-default login`,"
            f" and be one of `operators` in terraform/ ({why})"
        ) from error
    return str(token.token)
