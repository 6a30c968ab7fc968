from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from emulators.archives.lasting import Lasting
from tests.emulators.ses.mailer import SENDER, Mailer, a_receipt, mailing

NEW = {"EmailIdentity": "new.example"}


async def _verify(ses: Mailer, name: str, state: str = "SUCCESS") -> None:
    await ses.post(f"/_outbox/identities/{name}", {"VerificationStatus": state})


def test_an_identity_is_pending_until_it_is_verified_and_cannot_send_before() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            created = await ses.call("create_email_identity", **NEW)
            assert (created["IdentityType"], created["VerifiedForSendingStatus"]) == (
                "DOMAIN",
                False,
            )
            assert len(created["DkimAttributes"]["Tokens"]) == 3
            sending = {"FromEmailAddress": "post@new.example", "Destination": {}}
            content = {"Content": {"Raw": {"Data": a_receipt()}}}
            refused = await ses.refusal("send_email", **sending, **content)
            assert refused == "MessageRejected"

            await _verify(ses, "new.example")
            found = await ses.call("get_email_identity", **NEW)
            assert (found["VerificationStatus"], found["VerifiedForSendingStatus"]) == (
                "SUCCESS",
                True,
            )
            assert found["DkimAttributes"]["Status"] == "SUCCESS"
            await ses.send(FromEmailAddress="Post <post@mail.new.example>")
            assert len(await ses.get("/_outbox/messages")) == 1

            await _verify(ses, "new.example", "FAILED")
            assert await ses.refusal("send_email", **sending, **content) == "MessageRejected"

    asyncio.run(scenario())


def test_identities_are_listed_in_pages_and_made_and_deleted_once() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.call("create_email_identity", **NEW)
            assert await ses.refusal("create_email_identity", **NEW) == "AlreadyExistsException"
            first = await ses.call("list_email_identities", PageSize=1)
            rest = await ses.call("list_email_identities", NextToken=first["NextToken"])
            found = {
                one["IdentityName"]: one["VerificationStatus"]
                for one in first["EmailIdentities"] + rest["EmailIdentities"]
            }
            assert found == {"hello@nordljus.example": "SUCCESS", "new.example": "PENDING"}
            assert "NextToken" not in rest
            await ses.call("delete_email_identity", **NEW)
            for operation in ("get_email_identity", "delete_email_identity"):
                assert await ses.refusal(operation, **NEW) == "NotFoundException"

    asyncio.run(scenario())


def test_an_identity_s_configuration_set_is_used_when_a_message_names_none() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            name = {"EmailIdentity": "hello@nordljus.example"}
            operation = "put_email_identity_configuration_set_attributes"
            unknown = await ses.refusal(operation, **name, ConfigurationSetName="none")
            assert unknown == "NotFoundException"
            await ses.call(operation, **name, ConfigurationSetName="receipts")
            content = {"Raw": {"Data": a_receipt()}}
            await ses.call("send_email", FromEmailAddress=SENDER, Content=content)
            message = await ses.get("/_outbox/messages/1")
            assert message["configuration_set"] == "receipts"

    asyncio.run(scenario())


def test_mail_from_and_feedback_are_kept_and_shown() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.call("create_email_identity", **NEW)
            operation = "put_email_identity_mail_from_attributes"
            elsewhere = await ses.refusal(operation, **NEW, MailFromDomain="mail.example")
            assert elsewhere == "BadRequestException"
            await ses.call(operation, **NEW, MailFromDomain="bounce.new.example")
            await ses.call("put_email_identity_feedback_attributes", **NEW)
            await ses.call("put_email_identity_dkim_attributes", **NEW, SigningEnabled=False)
            found = await ses.call("get_email_identity", **NEW)
            assert found["MailFromAttributes"]["MailFromDomain"] == "bounce.new.example"
            assert found["FeedbackForwardingStatus"] is False
            assert found["DkimAttributes"]["SigningEnabled"] is False

    asyncio.run(scenario())


def test_what_was_made_is_there_after_a_restart_and_what_was_deleted_is_not(
    tmp_path: Path,
) -> None:
    async def make(ses: Mailer) -> None:
        await ses.call("create_email_identity", **NEW)
        await _verify(ses, "new.example")
        await ses.call("create_contact_list", ContactListName="readers")
        contact = {"ContactListName": "readers", "EmailAddress": "ebba@example.org"}
        await ses.call("create_contact", **contact)
        await ses.call("create_configuration_set", ConfigurationSetName="news")
        sending = "put_configuration_set_sending_options"
        await ses.call(sending, ConfigurationSetName="news", SendingEnabled=False)
        for name in ("gone", "lost"):
            await ses.call("create_configuration_set", ConfigurationSetName=name)
            await ses.call("delete_configuration_set", ConfigurationSetName=name)

    async def look(ses: Mailer) -> None:
        await ses.send(FromEmailAddress="post@new.example")
        listed = await ses.call("list_contacts", ContactListName="readers")
        assert [one["EmailAddress"] for one in listed["Contacts"]] == ["ebba@example.org"]
        found = await ses.call("get_configuration_set", ConfigurationSetName="news")
        assert found["SendingOptions"] == {"SendingEnabled": False}
        sets = (await ses.call("list_configuration_sets"))["ConfigurationSets"]
        assert sorted(sets) == ["news", "receipts"]

    async def run(*, is_first: bool) -> None:
        archive = Lasting(tmp_path / "cloud.sqlite")
        async with mailing(shelf=archive.shelf("ses")) as ses:
            await (make(ses) if is_first else look(ses))
        archive.close()

    asyncio.run(run(is_first=True))
    asyncio.run(run(is_first=False))


@pytest.mark.parametrize("name", ["none.example", "hello%40elsewhere.example"])
def test_only_what_is_there_can_be_verified(name: str) -> None:
    async def scenario() -> int:
        async with mailing() as ses:
            url = f"{ses.address}/_outbox/identities/{name}"
            wanted = {"VerificationStatus": "SUCCESS"}
            async with ses.session.post(url, json=wanted) as response:
                return response.status

    assert asyncio.run(scenario()) == 404
