"""Simple and Template content: SES writes the message itself."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.emulators.ses.mailer import SENDER, mailing
from tests.emulators.ses.subscriber import subscribed

TEMPLATE = {
    "Subject": "Order {{order.number}}",
    "Text": "{{#each lines}}{{@index}}: {{name}}{{#if gift}} (gift){{/if}}\n{{else}}none{{/each}}",
    "Html": "<ul>{{#each lines}}<li>{{{name}}}{{#unless @last}},{{/unless}}</li>{{/each}}</ul>",
}
DATA = '{"order": {"number": "7F3K"}, "lines": [{"name": "Cup & saucer", "gift": true}]}'


def _from_template(data: str, **template: Any) -> dict[str, Any]:
    return {"Content": {"Template": {"TemplateData": data, **template}}}


def test_simple_content_becomes_a_message_with_all_of_its_parts() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            simple = {
                "Subject": {"Data": "Ditt kvitto, tack"},
                "Body": {"Text": {"Data": "Tack för köpet\n"}, "Html": {"Data": "<p>Tack</p>"}},
                "Headers": [{"Name": "X-Kvitto-Order", "Value": "ord_1"}],
                "Attachments": [
                    {
                        "FileName": "Räkning.pdf",
                        "RawContent": b"%PDF-1.7",
                        "ContentType": "application/pdf",
                        "ContentDescription": "the invoice",
                    },
                    {
                        "FileName": "logo.png",
                        "RawContent": b"\x89PNG",
                        "ContentDisposition": "INLINE",
                        "ContentId": "logo",
                    },
                ],
            }
            await ses.send(
                Content={"Simple": simple},
                Destination={
                    "ToAddresses": ["Ebba Sjögren <ebba@example.org>"],
                    "CcAddresses": ["books@example.org"],
                    "BccAddresses": ["archive@example.org"],
                },
                ReplyToAddresses=["help@nordljus.example"],
            )
            message = await ses.get("/_outbox/messages/1")
            headers = message["headers"]
            assert message["to"][-1] == "archive@example.org"
            assert "Bcc" not in headers
            assert headers["From"] == SENDER
            assert headers["To"] == "Ebba Sjögren <ebba@example.org>"
            assert (headers["Cc"], headers["Reply-To"]) == (
                "books@example.org",
                "help@nordljus.example",
            )
            assert (headers["Subject"], headers["X-Kvitto-Order"]) == ("Ditt kvitto, tack", "ord_1")
            assert message["text"].replace("\r\n", "\n") == "Tack för köpet\n"
            assert message["html"].strip() == "<p>Tack</p>"
            shown = [(one["filename"], one["inline"]) for one in message["attachments"]]
            assert shown == [("Räkning.pdf", False), ("logo.png", True)]
            path = "/_outbox/messages/1/attachments/0"
            assert await ses.get_bytes(path) == ("application/pdf", b"%PDF-1.7")

    asyncio.run(scenario())


def test_a_template_is_kept_rendered_sent_and_deleted() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            named = {"TemplateName": "order"}
            await ses.call("create_email_template", **named, TemplateContent=TEMPLATE)
            again = await ses.refusal("create_email_template", **named, TemplateContent=TEMPLATE)
            assert again == "AlreadyExistsException"
            found = await ses.call("get_email_template", **named)
            assert found["TemplateContent"] == TEMPLATE
            rendered = await ses.call("test_render_email_template", **named, TemplateData=DATA)
            assert "Subject: Order 7F3K" in rendered["RenderedTemplate"]

            await ses.send(**_from_template(DATA, **named))
            message = await ses.get("/_outbox/messages/1")
            assert message["subject"] == "Order 7F3K"
            assert message["text"].strip() == "0: Cup & saucer (gift)"
            assert message["html"].strip() == "<ul><li>Cup & saucer</li></ul>"

            await ses.call("delete_email_template", **named)
            assert await ses.call("list_email_templates") | {"ResponseMetadata": 0} == {
                "TemplatesMetadata": [],
                "ResponseMetadata": 0,
            }
            lost = await ses.refusal("send_email", FromEmailAddress=SENDER, **_to_ebba(named))
            assert lost == "NotFoundException"

    asyncio.run(scenario())


def _to_ebba(named: dict[str, str]) -> dict[str, Any]:
    return {
        "Destination": {"ToAddresses": ["ebba@example.org"]},
        **_from_template(DATA, **named),
    }


def test_a_template_may_come_with_the_call() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.send(**_from_template('{"order": {"number": 3}}', TemplateContent=TEMPLATE))
            message = await ses.get("/_outbox/messages/1")
            assert (message["subject"], message["text"].strip()) == ("Order 3", "none")

    asyncio.run(scenario())


def test_data_that_lack_what_the_template_names_are_told_of_later_and_nothing_is_sent() -> None:
    async def scenario() -> None:
        async with subscribed() as inbox, mailing(event_urls=[inbox.url]) as ses:
            content = {**TEMPLATE, "Subject": "For {{customer}}"}
            message_id = await ses.send(**_from_template(DATA, TemplateContent=content))
            event = (await inbox.events("Rendering Failure"))["Rendering Failure"].event
            assert event["mail"]["messageId"] == message_id
            assert "'customer' is not present" in event["failure"]["errorMessage"]
            assert await ses.get("/_outbox/messages") == []

    asyncio.run(scenario())


def test_a_bulk_call_is_a_message_for_each_entry_with_an_outcome_of_its_own() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            replaced = {"ReplacementTemplate": {"ReplacementTemplateData": '{"name": "Ebba"}'}}
            entries = [
                {
                    "Destination": {"ToAddresses": ["ebba@example.org"]},
                    "ReplacementEmailContent": replaced,
                },
                {"Destination": {"ToAddresses": ["nobody"]}},
                {"Destination": {"ToAddresses": ["ines@example.org"]}},
            ]
            content = {"Subject": "Hej {{name}}", "Text": "Hej"}
            template = {"TemplateContent": content, "TemplateData": '{"name": "you"}'}
            answer = await ses.call(
                "send_bulk_email",
                FromEmailAddress=SENDER,
                DefaultContent={"Template": template},
                BulkEmailEntries=entries,
            )
            found = [one["Status"] for one in answer["BulkEmailEntryResults"]]
            assert found == ["SUCCESS", "INVALID_PARAMETER", "SUCCESS"]
            subjects = [one["subject"] for one in await ses.get("/_outbox/messages")]
            assert subjects == ["Hej you", "Hej Ebba"]

    asyncio.run(scenario())
