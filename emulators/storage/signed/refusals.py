"""What the XML API says about signatures that it does not accept."""

from __future__ import annotations

from datetime import datetime

from emulators.storage.xml.answers import XmlRefused

_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. "
    "Check your Google secret key and signing method."
)


def malformed(parameter: str, details: str) -> XmlRefused:
    return XmlRefused(400, "MalformedSecurityHeader", details, {"ParameterName": parameter})


def expired(at: datetime) -> XmlRefused:
    when = at.isoformat(timespec="seconds")
    details = f"The provided token has expired. Request signature expired at: {when}"
    return XmlRefused(400, "ExpiredToken", details)


def not_yet_valid(at: datetime) -> XmlRefused:
    when = at.isoformat(timespec="seconds")
    return XmlRefused(403, "AccessDenied", f"Request is not valid before {when}")


def mismatch(string_to_sign: str, canonical_request: str | None = None) -> XmlRefused:
    extra = {"StringToSign": string_to_sign}
    if canonical_request is not None:
        extra["CanonicalRequest"] = canonical_request
    return XmlRefused(403, "SignatureDoesNotMatch", _MISMATCH, extra)
