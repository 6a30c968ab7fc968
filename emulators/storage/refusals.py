"""What Cloud Storage says when it refuses, in the JSON form of its errors."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Refused(Exception):
    """A request that is answered with an error.

    `location` is the header or parameter at fault; `xml_code` names the error in the XML API.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        message: str,
        *,
        location: tuple[str, str] | None = None,
        xml_code: str = "InvalidArgument",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.xml_code = xml_code
        self._reason = reason
        self._location = location

    def to_json(self) -> Json:
        detail: Json = {"message": self.message, "domain": "global", "reason": self._reason}
        if self._location:
            detail["locationType"], detail["location"] = self._location
        return {"error": {"code": self.status, "message": self.message, "errors": [detail]}}


def invalid(message: str) -> Refused:
    return Refused(400, "invalid", message)


def required(parameter: str) -> Refused:
    location = ("parameter", parameter)
    return Refused(400, "required", f"Required parameter: {parameter}", location=location)


def no_such_bucket() -> Refused:
    message = "The specified bucket does not exist."
    return Refused(404, "notFound", message, xml_code="NoSuchBucket")


def no_such_object(bucket: str, name: str) -> Refused:
    return Refused(404, "notFound", f"No such object: {bucket}/{name}", xml_code="NoSuchKey")


def no_such_upload() -> Refused:
    message = "The upload does not exist, is over or has expired."
    return Refused(404, "notFound", message, xml_code="NoSuchUpload")


def not_found(what: str) -> Refused:
    return Refused(404, "notFound", what)


def conflict(message: str) -> Refused:
    return Refused(409, "conflict", message, xml_code="Conflict")


def condition_not_met() -> Refused:
    return Refused(
        412,
        "conditionNotMet",
        "At least one of the pre-conditions you specified did not hold.",
        location=("header", "If-Match"),
        xml_code="PreconditionFailed",
    )


def not_modified() -> Refused:
    return Refused(304, "notModified", "Not Modified")


def under_retention(bucket: str, name: str, until: str) -> Refused:
    return Refused(
        403,
        "retentionPolicyNotMet",
        f"Object '{bucket}/{name}' is subject to bucket's retention policy or object retention "
        f"and cannot be deleted or overwritten until {until}",
        xml_code="AccessDenied",
    )


def under_hold(bucket: str, name: str, kind: str) -> Refused:
    return Refused(
        403,
        "objectUnderActiveHold",
        f"Object '{bucket}/{name}' is under active {kind} hold and cannot be deleted, "
        "overwritten or archived until hold is removed.",
        xml_code="AccessDenied",
    )


def forbidden(message: str) -> Refused:
    return Refused(403, "forbidden", message, xml_code="AccessDenied")


def locked(bucket: str) -> Refused:
    return forbidden(f"Cannot remove or reduce the locked retention policy of bucket '{bucket}'.")


def range_not_satisfiable() -> Refused:
    message = "The requested range cannot be satisfied."
    return Refused(416, "requestedRangeNotSatisfiable", message, xml_code="InvalidRange")


def not_served(message: str) -> Refused:
    return Refused(501, "notImplemented", message, xml_code="NotImplemented")
