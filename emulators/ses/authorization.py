"""Whether a call is signed with version 4, for this region and this service.

Whose key it is and whether the signature fits is not asked: here every key is as good.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from emulators.ses.refused import Refused

_ALGORITHM = "AWS4-HMAC-SHA256"
_PART = re.compile(r"(Credential|SignedHeaders|Signature)=([^\s,]+)")
_SCOPE = re.compile(r"[^/]+/\d{8}/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")


@dataclass(frozen=True, slots=True)
class Authorization:
    region: str

    def check(self, headers: Mapping[str, str], service: str) -> None:
        """`Refused`, as AWS refuses it."""
        found = headers.get("Authorization", "")
        if not found.startswith(_ALGORITHM):
            raise _refused("MissingAuthenticationTokenException", "Missing Authentication Token")
        parts = dict(_PART.findall(found))
        for name in ("Credential", "Signature", "SignedHeaders"):
            if name not in parts:
                text = f"Authorization header requires '{name}' parameter."
                raise _refused("IncompleteSignatureException", f"{text} Authorization={found}")
        scope = _SCOPE.fullmatch(parts["Credential"])
        if scope is None:
            text = f"Credential must have five parts, not {parts['Credential']!r}."
            raise _refused("IncompleteSignatureException", text)
        if scope["region"] != self.region:
            text = f"Credential should be scoped to a valid region, not '{scope['region']}'."
            raise _refused("InvalidSignatureException", text)
        if scope["service"] != service:
            text = f"Credential should be scoped to correct service: '{service}'."
            raise _refused("InvalidSignatureException", text)


def _refused(kind: str, text: str) -> Refused:
    return Refused(kind, text, HTTPStatus.FORBIDDEN)
