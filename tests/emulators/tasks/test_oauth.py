from __future__ import annotations

from tests.emulators.tasks.cloud import Cloud
from tests.emulators.tasks.handler import URL

ACCOUNT = "invoker@kvitto-test.iam.gserviceaccount.com"
CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"
READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only"


def sent_token(cloud: Cloud, **token: str) -> str:
    cloud.create_queue()
    oauth = {"service_account_email": ACCOUNT, **token}
    cloud.create_task(http_request={"url": URL, "oauth_token": oauth})
    return cloud.handler.next().headers["Authorization"].removeprefix("Bearer ")


def test_a_task_carries_an_access_token_that_the_issuer_knows(cloud: Cloud) -> None:
    token = sent_token(cloud, scope=READ_ONLY)

    info = cloud.issuer.token_info(token)

    assert info is not None
    assert (info["email"], info["scope"]) == (ACCOUNT, READ_ONLY)


def test_without_a_scope_the_token_is_for_the_whole_platform(cloud: Cloud) -> None:
    info = cloud.issuer.token_info(sent_token(cloud))

    assert info is not None
    assert info["scope"] == CLOUD_PLATFORM
