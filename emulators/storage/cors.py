"""What browsers ask before, and need to read after, a request from another origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from emulators.storage.buckets import Buckets
from emulators.storage.xml.paths import is_xml

_METHODS = "DELETE,GET,HEAD,PATCH,POST,PUT,OPTIONS"
_EXPOSED = "Content-Length, Content-Type, Date, ETag, Location, Range, X-GUploader-UploadID"


class Cors:
    """The JSON API lets every origin in; the XML API does what the bucket's owner has set."""

    def __init__(self, buckets: Buckets) -> None:
        self._buckets = buckets

    def preflight(self, request: web.Request) -> web.Response:
        """Answer `OPTIONS`: without the headers the browser sends nothing else."""
        method = request.headers.get("Access-Control-Request-Method", "")
        if not is_xml(request):
            asked = request.headers.get("Access-Control-Request-Headers", "")
            allowed = {"Access-Control-Allow-Methods": _METHODS, "Access-Control-Max-Age": "3600"}
            headers = {**allowed, **_let_in(request)}
            if asked:
                headers["Access-Control-Allow-Headers"] = asked
            return web.Response(headers=headers)
        rule = self._rule(request, method)
        if rule is None:
            return web.Response()
        listed = ",".join(rule.get("responseHeader") or [])
        headers = {
            **_let_in(request, rule),
            "Access-Control-Allow-Methods": ",".join(rule.get("method") or []),
            "Access-Control-Max-Age": str(rule.get("maxAgeSeconds", 3600)),
        }
        if listed:
            headers["Access-Control-Allow-Headers"] = listed
        return web.Response(headers=headers)

    def after(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Add what lets the page that asked read the answer."""
        if "Origin" not in request.headers:
            return
        if not is_xml(request):
            answer.headers.update(_let_in(request))
            answer.headers["Access-Control-Expose-Headers"] = _EXPOSED
            return
        rule = self._rule(request, request.method)
        if rule is not None:
            answer.headers.update(_let_in(request, rule))
            listed = ", ".join(rule.get("responseHeader") or [])
            if listed:
                answer.headers["Access-Control-Expose-Headers"] = listed

    def _rule(self, request: web.Request, method: str) -> Mapping[str, Any] | None:
        name = request.path.split("/", 2)[1]
        if name not in self._buckets:
            return None
        origin = request.headers.get("Origin", "")
        for rule in self._buckets.get(name).settings.get("cors") or []:
            methods = rule.get("method") or []
            if (method in methods or "*" in methods) and _names(rule, origin):
                found: Mapping[str, Any] = rule
                return found
        return None


def _names(rule: Mapping[str, Any], origin: str) -> bool:
    origins = rule.get("origin") or []
    return bool(origin) and ("*" in origins or origin in origins)


def _let_in(request: web.Request, rule: Mapping[str, Any] | None = None) -> dict[str, str]:
    if rule is not None and "*" in (rule.get("origin") or []):
        return {"Access-Control-Allow-Origin": "*"}
    return {"Access-Control-Allow-Origin": request.headers.get("Origin", "*"), "Vary": "Origin"}
