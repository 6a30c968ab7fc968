"""What is deployed and who may use it, as Google's own APIs tell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import requests

from emulators.iam.server import IamServer
from emulators.topology import Topology
from tests.emulators.kept_shelf import KeptShelf
from tests.emulators.loop_thread import LoopThread

TOPOLOGY = Topology.load()
PROJECT = f"projects/{TOPOLOGY.project}"
MAILER = f"{PROJECT}/locations/{TOPOLOGY.region}/services/receipt-mailer"
INVOKER = f"{PROJECT}/serviceAccounts/tasks-invoker@{TOPOLOGY.project}.iam.gserviceaccount.com"


@pytest.fixture
def url() -> Iterator[str]:
    with LoopThread() as loop:
        server = loop.call(_granted)
        port = loop.run(server.start())
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            loop.run(server.stop())


def _granted(shelf: KeptShelf | None = None) -> IamServer:
    server = IamServer(shelf=shelf or KeptShelf(), topology=TOPOLOGY)
    server.policies.grant(TOPOLOGY.grants)
    return server


def test_a_service_tells_its_settings_but_no_secret(url: str) -> None:
    found = requests.get(f"{url}/v2/{MAILER}", timeout=5).json()

    container = found["template"]["containers"][0]
    by_name = {one["name"]: one for one in container["env"]}
    assert by_name["SES_CONFIGURATION_SET"]["value"] == "receipts"
    assert by_name["AWS_SECRET_ACCESS_KEY"]["valueSource"]["secretKeyRef"] == {
        "secret": "ses-secret-access-key",
        "version": "1",
    }
    assert found["template"]["timeout"] == "60s"


def test_the_projects_policy_keeps_each_to_its_database(url: str) -> None:
    policy = requests.post(f"{url}/v3/{PROJECT}:getIamPolicy", json={}, timeout=5).json()

    expressions = {one["condition"]["expression"] for one in policy["bindings"]}
    assert policy["version"] == 3
    assert expressions == {f'resource.name == "{PROJECT}/databases/commerce"'}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v2/{MAILER}x"),
        ("GET", f"/v2/{MAILER}x:getIamPolicy"),
        ("POST", f"/v1/{INVOKER}x:getIamPolicy"),
        ("GET", f"/v1/{INVOKER}x"),
    ],
)
def test_what_is_not_deployed_is_not_found(url: str, method: str, path: str) -> None:
    answer = requests.request(method, f"{url}{path}", timeout=5)

    assert answer.status_code == 404
    assert answer.json()["error"]["status"] == "NOT_FOUND"


def test_a_policy_made_from_an_older_one_is_refused(url: str) -> None:
    old = requests.post(f"{url}/v1/{INVOKER}:getIamPolicy", timeout=5).json()
    changed = {**old, "bindings": old["bindings"][1:]}
    first = requests.post(f"{url}/v1/{INVOKER}:setIamPolicy", json={"policy": changed}, timeout=5)
    second = requests.post(f"{url}/v1/{INVOKER}:setIamPolicy", json={"policy": old}, timeout=5)

    assert (first.status_code, second.status_code) == (200, 409)
    assert first.json()["etag"] != old["etag"]


def test_a_policy_needs_a_policy(url: str) -> None:
    answer = requests.post(f"{url}/v1/{INVOKER}:setIamPolicy", json={}, timeout=5)

    assert answer.status_code == 400


def test_grants_outlive_a_restart_and_are_not_doubled() -> None:
    async def twice() -> tuple[int, int]:
        shelf = KeptShelf()
        first = _granted(shelf).policies.get(INVOKER)
        second = _granted(shelf).policies.get(INVOKER)
        return len(first["bindings"]), len(second["bindings"])

    first, second = asyncio.run(twice())

    assert first == second > 0
