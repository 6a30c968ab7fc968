"""The console as a person uses it: needs Chromium, and is skipped where there is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.emulators.console.at_the_desk import Visit, at_the_desk
from tests.emulators.console.browser import CHROMIUM, Tab, browsing
from tests.emulators.control import clients

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
]

PAGES = {
    "": "Activity",
    "/topics": "commerce-events",
    "/tasks": "numbering",
    "/schedules": "Schedules",
    "/dead-letters": "Dead letters",
    "/documents": "things",
    "/objects": "kvitto-local-invoices",
    "/mails": "Mails",
    "/stripe": "webhook endpoint",
    "/events": "Stripe events",
    "/functions": "checkout",
    "/clock": "Clock",
    "/faults": "Faults",
    "/snapshots": "Snapshots",
    "/follow/ord_1AAAAAAAAAA": "Following ord_1AAAAAAAAAA",
    "/nowhere": "Nothing here",
}
TITLE = "document.querySelector('main h1')?.textContent"
ROWS = "document.querySelectorAll('tbody tr[data-key]').length"


@pytest.fixture
def visit() -> Iterator[Visit]:
    with at_the_desk() as one:
        yield one


@asynccontextmanager
async def _sitting_at(visit: Visit, profile: Path, path: str = "") -> AsyncIterator[Tab]:
    async with browsing(profile) as tab:
        await tab.look(width=1400, height=900)
        await tab.open(f"{visit.address}/console{path}")
        await tab.until("document.getElementById('live').dataset.state === 'live'")
        yield tab
        assert tab.complaints == []
        asked = {"/".join(url.split("/")[:3]) for url in tab.requested if "data:" not in url}
        assert asked == {visit.address}


async def _press(tab: Tab, *keys: str) -> None:
    for key in keys:
        event = f"new KeyboardEvent('keydown', {{ key: {json.dumps(key)}, bubbles: true }})"
        await tab.run(f"document.activeElement.dispatchEvent({event})")


def _click(words: str) -> str:
    """A script that presses the button with these words."""
    buttons = "[...document.querySelectorAll('button')]"
    return f"{buttons}.find((one) => one.textContent === {json.dumps(words)}).click()"


def _keep_things(visit: Visit, count: int) -> None:
    with clients.database(visit.local) as client:
        for number in range(count):
            thing = {"order": "ord_1AAAAAAAAAA", "n": number}
            client.collection("things").document(f"t{number}").set(thing)


def test_every_page_opens_and_complains_of_nothing(visit: Visit, tmp_path: Path) -> None:
    _keep_things(visit, 2)

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path) as tab:
            for path, title in PAGES.items():
                await tab.run(f"history.pushState({{}}, '', '/console{path}')")
                await tab.run("dispatchEvent(new PopStateEvent('popstate'))")
                await tab.until(f"{TITLE} === {json.dumps(title)}")
            for path in ("/documents/things", "/follow/ord_1AAAAAAAAAA"):
                await tab.open(f"{visit.address}/console{path}")
                await tab.until("document.querySelectorAll('tbody tr, .moment').length === 2")
                assert await tab.run("document.querySelectorAll('tbody tr, .moment').length") == 2

    asyncio.run(scenario())


def test_a_row_is_found_and_opened_by_keys_alone(visit: Visit, tmp_path: Path) -> None:
    _keep_things(visit, 3)

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path) as tab:
            await _press(tab, "g", "d")
            await tab.until(f"{TITLE} === 'things' && {ROWS} === 3")
            await _press(tab, "j", "j", "k", "Enter")
            await tab.until("document.querySelector('.detail h2')?.textContent === 't2'")
            await _press(tab, "j")
            await tab.until("document.querySelector('.detail h2')?.textContent === 't1'")
            await _press(tab, "Escape")
            await tab.until("document.querySelector('.detail').hidden")
            await _press(tab, "/")
            assert await tab.run("document.activeElement.type") == "search"
            await _press(tab, "Escape", "?")
            await tab.until("document.querySelector('dialog.help[open]') !== null")

    asyncio.run(scenario())


def test_an_id_is_followed_from_the_palette(visit: Visit, tmp_path: Path) -> None:
    _keep_things(visit, 2)

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path) as tab:
            await _press(tab, "f")
            await tab.run("document.querySelector('.palette input').value = 'ord_1AAAAAAAAAA'")
            await tab.run(
                "document.querySelector('.palette input').dispatchEvent(new Event('input'))"
            )
            await _press(tab, "Enter")
            await tab.until("document.querySelectorAll('.moment').length === 2")
            assert await tab.run("document.querySelectorAll('.lanes .dot').length") == 2
            await tab.run("document.querySelector('.moment details').open = true")
            await tab.until("document.querySelector('.opened .json') !== null")

    asyncio.run(scenario())


def test_what_happens_appears_without_a_reload(visit: Visit, tmp_path: Path) -> None:
    _keep_things(visit, 1)

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path, "/documents/things") as tab:
            await tab.until(f"{ROWS} === 1")
            await asyncio.to_thread(_keep_things, visit, 3)
            await tab.until(f"{ROWS} === 3")
            await _press(tab, "g", "a")
            await tab.until("document.querySelectorAll('.entry.firestore, .entry').length >= 4")
            assert await tab.run("document.querySelectorAll('.entry').length") >= 4

    asyncio.run(scenario())


def test_a_message_is_written_published_and_replayed(visit: Visit, tmp_path: Path) -> None:
    submit = "document.querySelector('dialog.sheet .main').click()"
    fill = (
        "const form = document.querySelector('dialog.sheet form');"
        "form.elements.body.value = '<b>hello</b>';"
        'form.elements.attributes.value = \'{"provider": "stripe"}\';'
    )

    async def scenario() -> None:
        async with _sitting_at(
            visit, tmp_path, "/topics/provider-events?subscription=payment-processor"
        ) as tab:
            await tab.until(f"{TITLE} === 'provider-events'")
            await tab.run("document.querySelector('.tools .button').click()")
            await tab.run(f"(() => {{ {fill} {submit} }})()")
            await tab.until(f"{ROWS} === 1")
            await tab.run("document.activeElement.blur()")
            await _press(tab, "j", "Enter")
            await tab.until("document.querySelector('.detail .actions .button') !== null")
            await tab.run("document.querySelector('.detail .actions .button').click()")
            await tab.run(submit)
            await tab.until(f"{ROWS} === 2")

    asyncio.run(scenario())

    pushed = [visit.local.receivers.next() for _ in range(2)]
    bodies = [json.loads(one.body)["message"]["data"] for one in pushed]
    assert bodies == ["PGI+aGVsbG88L2I+"] * 2


def test_a_dead_letter_that_was_kept_goes_back_to_its_topic(visit: Visit, tmp_path: Path) -> None:
    letter = {
        "source": "projects/p/subscriptions/payment-processor",
        "reason": "unreadable",
        "body": '{"id": "evt_1AAAAAAAAAA"}',
        "attributes": {"provider": "stripe", "CloudPubSubDeadLetterSourceDeliveryCount": "20"},
    }
    with clients.database(visit.local) as client:
        client.collection("dead_letters").document("one").set(letter)

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path, "/dead-letters") as tab:
            await tab.until(f"{ROWS} === 1")
            await _press(tab, "j", "Enter")
            await tab.until("document.querySelector('.detail .button.main') !== null")
            await tab.run("document.querySelector('.detail .button.main').click()")
            chosen = "document.querySelector('dialog.sheet select').value"
            assert await tab.run(chosen) == "provider-events"
            await tab.run("document.querySelector('dialog.sheet .main').click()")
            await tab.until("!document.querySelector('dialog')")

    asyncio.run(scenario())

    message = json.loads(visit.local.receivers.next().body)["message"]
    assert message["attributes"] == {"provider": "stripe"}


def test_the_clock_a_fault_and_a_snapshot_by_buttons(visit: Visit, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path, "/clock") as tab:
            await tab.until(f"{TITLE} === 'Clock'")
            await tab.run(_click("+ 10 minutes"))
            await tab.until("document.querySelector('.clock-state').textContent === '+10 min'")
            await _press(tab, "g", "u")
            await tab.until(f"{TITLE} === 'Faults'")
            await tab.run(_click("Stripe is down"))
            await tab.until("document.querySelector('td .pill')?.textContent === 'error'")
            await tab.run(_click("Switch on"))
            await tab.until("document.querySelectorAll('td .pill').length === 2")
            await tab.run(_click("Switch all off"))
            await tab.until("document.querySelector('.empty') !== null")
            await _press(tab, "g", "n")
            await tab.until(f"{TITLE} === 'Snapshots'")
            await tab.run("document.querySelector('input[name=name]').value = 'one'")
            await tab.run(_click("Take a snapshot"))
            await tab.until("document.querySelector('td strong')?.textContent === 'one'")

    asyncio.run(scenario())

    assert [one["name"] for one in visit.get("/v1/snapshots")["snapshots"]] == ["one"]


def test_the_colours_that_were_chosen_are_kept(visit: Visit, tmp_path: Path) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"

    async def scenario() -> None:
        async with _sitting_at(visit, tmp_path) as tab:
            light = await tab.run(ground)
            await tab.look(width=1400, height=900, scheme="dark")
            dark = await tab.run(ground)
            await tab.run("document.getElementById('theme').click()")
            assert await tab.run(ground) == light != dark
            await tab.run("location.reload()")
            await tab.until("document.documentElement.dataset.theme === 'light'")

    asyncio.run(scenario())
