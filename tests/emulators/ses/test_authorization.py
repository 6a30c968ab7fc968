from __future__ import annotations

import asyncio
import json

import pytest

from tests.emulators.ses.mailer import mailing

_SCOPE = "AKIALOCAL/20261122/{}/{}/aws4_request"
_SIGNED = "AWS4-HMAC-SHA256 Credential=" + _SCOPE + ", SignedHeaders=host, Signature=00"


@pytest.mark.parametrize(
    ("path", "authorization", "kind"),
    [
        ("/v2/email/account", None, "MissingAuthenticationTokenException"),
        ("/v2/email/account", "Bearer x", "MissingAuthenticationTokenException"),
        (
            "/v2/email/account",
            "AWS4-HMAC-SHA256 Credential=a/b, Signature=0",
            "IncompleteSignatureException",
        ),
        (
            "/v2/email/account",
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
            "IncompleteSignatureException",
        ),
        ("/v2/email/account", _SIGNED.format("eu-west-1", "ses"), "InvalidSignatureException"),
        ("/v2/email/account", _SIGNED.format("eu-north-1", "sns"), "InvalidSignatureException"),
        ("/v2/email/tags", None, "MissingAuthenticationTokenException"),
    ],
)
def test_a_call_that_is_not_signed_for_this_service_is_refused(
    path: str, authorization: str | None, kind: str
) -> None:
    async def scenario() -> None:
        headers = {} if authorization is None else {"Authorization": authorization}
        async with mailing() as ses, ses.session.get(ses.address + path, headers=headers) as answer:
            assert answer.status == 403
            assert answer.headers["x-amzn-errortype"] == kind
            assert answer.content_type == "application/json"
            assert json.loads(await answer.text())["message"]

    asyncio.run(scenario())


def test_topics_are_made_with_a_signature_too() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            form = {"Action": "CreateTopic", "Name": "bounces"}
            async with ses.session.post(ses.address + "/", data=form) as answer:
                assert answer.status == 403
                assert "<Code>MissingAuthenticationTokenException</Code>" in await answer.text()

    asyncio.run(scenario())
