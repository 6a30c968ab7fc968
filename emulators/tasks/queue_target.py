"""`Queue.http_target`: what a queue changes in the requests of all its tasks as they are sent."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from google.cloud.tasks_v2 import types

from emulators.google_apis.refused import invalid
from emulators.tasks.messages import HttpRequest, Message

PORT_MAX: Final = 65535
_HTTP = int(types.UriOverride.Scheme.HTTP)
_IF_NOT_EXISTS = int(types.UriOverride.UriOverrideEnforceMode.IF_NOT_EXISTS)


def check_http_target(target: Message) -> None:
    override = target.uri_override
    if override.HasField("host") and not override.host:
        raise invalid("UriOverride.host cannot be an empty string.")
    if not 0 <= override.port <= PORT_MAX:
        raise invalid(f"UriOverride.port must be between [0, {PORT_MAX}].")
    for header in target.header_overrides:
        if not header.header.key.strip():
            raise invalid("HeaderOverride.header.key is required.")
    _check_token(target)


def names_a_host(queue: Message) -> bool:
    """Tell whether the queue's tasks need no URL of their own."""
    return bool(queue.http_target.uri_override.host)


def targeted(request: Message, queue: Message) -> Message:
    """Return the task's `HttpRequest` as the queue wants it sent."""
    target = queue.http_target
    changed = HttpRequest()
    changed.CopyFrom(request)
    changed.url = _overridden(request.url, target.uri_override)
    changed.http_method = target.http_method or request.http_method
    for override in target.header_overrides:
        _set_header(changed.headers, override.header.key, override.header.value)
    if target.HasField("oidc_token"):
        changed.oidc_token.CopyFrom(target.oidc_token)
    if target.HasField("oauth_token"):
        changed.oauth_token.CopyFrom(target.oauth_token)
    return changed


def _check_token(target: Message) -> None:
    """A queue's tokens take no defaults from the tasks."""
    oidc, oauth = target.oidc_token, target.oauth_token
    if target.HasField("oidc_token") and not (oidc.service_account_email and oidc.audience):
        raise invalid("HttpTarget.oidc_token needs a service account email and an audience.")
    if target.HasField("oauth_token") and not (oauth.service_account_email and oauth.scope):
        raise invalid("HttpTarget.oauth_token needs a service account email and a scope.")


def _overridden(url: str, override: Message) -> str:
    """Replace what the override has; with IF_NOT_EXISTS, only what the URL lacks."""
    parts = urlsplit(url)
    always = override.uri_override_enforce_mode != _IF_NOT_EXISTS
    if override.HasField("scheme") and (always or not parts.scheme):
        parts = parts._replace(scheme="http" if override.scheme == _HTTP else "https")
    if override.HasField("host") and (always or not parts.hostname):
        parts = parts._replace(netloc=_netloc(override.host, parts.port))
    if override.HasField("port") and (always or parts.port is None):
        parts = parts._replace(netloc=_netloc(parts.hostname or "", override.port))
    if override.HasField("path_override") and (always or parts.path in {"", "/"}):
        parts = parts._replace(path=override.path_override.path)
    if override.HasField("query_override") and (always or not parts.query):
        parts = parts._replace(query=override.query_override.query_params)
    return _complete(parts)


def _netloc(host: str, port: int | None) -> str:
    """Port 0 stands for none."""
    return f"{host}:{port}" if port else host


def _complete(parts: SplitResult) -> str:
    return urlunsplit(parts._replace(scheme=parts.scheme or "https"))


def _set_header(headers: Message, name: str, value: str) -> None:
    for present in [present for present in headers if present.lower() == name.lower()]:
        del headers[present]
    headers[name] = value
