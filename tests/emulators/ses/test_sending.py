"""SendEmail, as the unmodified boto3 client sees it."""

from __future__ import annotations

import asyncio
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from tests.emulators.ses.mailer import SENDER, a_receipt, mailing


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]


def test_a_client_that_knows_only_the_endpoint_variable_can_send(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> list[str]:
        async with mailing() as ses:
            monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", ses.address)
            monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
            plain = boto3.client("sesv2", "eu-north-1")
            reply = await asyncio.to_thread(
                plain.send_email, FromEmailAddress=SENDER, Content={"Raw": {"Data": a_receipt()}}
            )
            plain.close()
            listed = await ses.get("/_outbox/messages")
            assert listed[0]["message_id"] == reply["MessageId"]
            return list(listed[0]["to"])

    assert asyncio.run(scenario()) == ["ebba@example.org"]


def test_a_sender_that_was_not_provisioned_is_rejected_and_nothing_is_kept() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            with pytest.raises(ClientError) as rejected:
                await ses.send(FromEmailAddress="someone@else.example")
            assert _code(rejected.value) == "MessageRejected"
            assert await ses.get("/_outbox/messages") == []

    asyncio.run(scenario())


def test_a_configuration_set_that_does_not_exist_is_an_error_as_it_is_in_ses() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            with pytest.raises(ClientError) as unknown:
                await ses.send(ConfigurationSetName="recepits")
            assert _code(unknown.value) == "NotFoundException"
            assert await ses.get("/_outbox/messages") == []

    asyncio.run(scenario())


_LETTER = {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}}


@pytest.mark.parametrize(
    "wanted",
    [
        {"EmailTags": [{"Name": "outbox", "Value": "two words"}]},
        {"Content": {"Simple": _LETTER, "Raw": {"Data": b"x"}}},
        {"Content": {}},
        {"Content": {"Simple": {"Subject": {"Data": "x"}, "Body": {}}}},
        {"Content": {"Simple": {**_LETTER, "Headers": [{"Name": "To", "Value": "x@y.example"}]}}},
        {"Destination": {"ToAddresses": ["nobody"]}},
        {"Destination": {"ToAddresses": ["ebba@"]}},
    ],
    ids=[
        "a tag with a blank",
        "two contents",
        "no content",
        "no body",
        "a header SES sets",
        "no domain",
        "an empty domain",
    ],
)
def test_what_ses_would_refuse_is_refused(wanted: dict[str, Any]) -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            with pytest.raises(ClientError) as refused:
                await ses.send(**wanted)
            assert _code(refused.value) == "BadRequestException"
            assert await ses.get("/_outbox/messages") == []

    asyncio.run(scenario())


def test_the_same_message_sent_twice_is_two_messages_because_ses_has_no_idempotency() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            raw = a_receipt(X_Kvitto_Receipt="rcp_1")
            ids = {await ses.send(raw), await ses.send(raw)}
            listed = await ses.get("/_outbox/messages")
            assert {message["message_id"] for message in listed} == ids
            assert len(ids) == 2

    asyncio.run(scenario())


def test_a_dropped_reply_looks_like_a_failure_but_the_message_is_out() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.arm(drop_replies=1)
            with pytest.raises(ConnectionClosedError):
                await ses.send()
            assert len(await ses.get("/_outbox/messages")) == 1
            await ses.send()
            assert len(await ses.get("/_outbox/messages")) == 2

    asyncio.run(scenario())


def test_more_than_fifty_recipients_are_too_many() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            everybody = [f"reader-{n}@example.org" for n in range(51)]
            with pytest.raises(ClientError) as rejected:
                await ses.send(Destination={"BccAddresses": everybody})
            assert _code(rejected.value) == "MessageRejected"
            await ses.send(Destination={"BccAddresses": everybody[:50]})
            assert (await ses.get("/_outbox/messages"))[0]["to"] == everybody[:50]

    asyncio.run(scenario())


def test_a_message_may_name_its_configuration_set_and_its_tags_in_headers() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            raw = a_receipt(X_SES_CONFIGURATION_SET="receipts", X_SES_MESSAGE_TAGS="a=1, b=2")
            content = {"Raw": {"Data": raw}}
            await ses.call("send_email", FromEmailAddress=SENDER, Content=content)
            message = await ses.get("/_outbox/messages/1")
            assert message["configuration_set"] == "receipts"
            assert message["tags"] == {"a": "1", "b": "2"}

    asyncio.run(scenario())


def test_what_nobody_here_knows_is_an_unknown_operation() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            with pytest.raises(ClientError) as unknown:
                await asyncio.to_thread(ses.client.list_import_jobs)
            assert _code(unknown.value) == "UnknownOperationException"

    asyncio.run(scenario())
