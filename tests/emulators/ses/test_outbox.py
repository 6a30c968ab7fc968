from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from emulators.archives.lasting import Lasting
from tests.emulators.ses.mailer import Mailer, a_receipt, mailing


def test_the_list_is_newest_first_and_carries_the_sender_s_own_headers() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            await ses.send(a_receipt(X_Kvitto_Receipt="rcp_1", X_Kvitto_Order="ord_1"))
            newest = await ses.send(a_receipt(X_Kvitto_Receipt="rcp_2"))
            first, second = await ses.get("/_outbox/messages")
            assert first["message_id"] == newest
            assert first["subject"] == "Ditt kvitto för order 7F3K"
            assert first["from"] == "Nordljus Press <hello@nordljus.example>"
            assert second["headers"] == {"X-Kvitto-Receipt": "rcp_1", "X-Kvitto-Order": "ord_1"}

    asyncio.run(scenario())


def test_a_message_is_shown_as_a_mail_program_would_show_it() -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            raw = a_receipt(X_Kvitto_Receipt="rcp_1")
            await ses.send(raw, EmailTags=[{"Name": "outbox", "Value": "rcp_1"}])
            path = f"/_outbox/messages/{(await ses.get('/_outbox/messages'))[0]['id']}"
            message = await ses.get(path)
            assert message["tags"] == {"outbox": "rcp_1"}
            assert message["headers"]["To"] == "Ebba Sjögren <ebba@example.org>"
            assert message["text"] == "Tack för din beställning.\n"
            assert 'src="cid:logo"' in message["html"]
            logo, invoice = message["attachments"]
            assert (logo["content_id"], logo["inline"]) == ("logo", True)
            assert (invoice["filename"], invoice["size"]) == ("Invoice-INV-2026-1.pdf", 8)
            assert await ses.get_bytes(f"{path}/attachments/{invoice['n']}") == (
                "application/pdf",
                b"%PDF-1.7",
            )
            assert await ses.get_bytes(f"{path}/raw") == ("message/rfc822", raw)

    asyncio.run(scenario())


def test_the_outbox_survives_a_restart_and_goes_on_counting(tmp_path: Path) -> None:
    async def run(expected: int) -> list[str]:
        archive = Lasting(tmp_path / "cloud.sqlite")
        async with mailing(shelf=archive.shelf("ses")) as ses:
            await ses.send()
            listed = await ses.get("/_outbox/messages")
            assert len(listed) == expected
        archive.close()
        return [message["id"] for message in listed]

    assert asyncio.run(run(1)) == ["1"]
    assert asyncio.run(run(2)) == ["2", "1"]


@pytest.mark.parametrize("path", ["/_outbox/messages/7", "/_outbox/messages/1/attachments/9"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    async def status(ses: Mailer) -> int:
        await ses.send()
        async with ses.session.get(ses.address + path) as response:
            return response.status

    async def scenario() -> int:
        async with mailing() as ses:
            return await status(ses)

    assert asyncio.run(scenario()) == 404


@pytest.mark.parametrize(
    "wanted", [{"drop_reply": 1}, {"drop_replies": -1}, [1], {"drop_replies": True}]
)
def test_a_fault_that_does_not_exist_cannot_be_armed(wanted: object) -> None:
    async def scenario() -> None:
        async with mailing() as ses:
            async with ses.session.post(ses.address + "/_outbox/faults", json=wanted) as response:
                assert response.status == 400
            with pytest.raises(aiohttp.ClientResponseError):
                await ses.arm(nothing=1)
            unarmed = {"drop_replies": 0, "duplicate_events": 0}
            assert await ses.get("/_outbox/faults") == unarmed

    asyncio.run(scenario())
