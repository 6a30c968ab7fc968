"""`Queue.http_target`: what a queue changes in the requests of its tasks."""

from __future__ import annotations

from typing import Any

import jwt
import pytest
from google.api_core.exceptions import InvalidArgument
from google.cloud.tasks_v2 import HttpMethod, Queue, UriOverride
from google.protobuf.field_mask_pb2 import FieldMask

from emulators.tasks.messages import HttpRequest
from emulators.tasks.messages import Queue as PlainQueue
from emulators.tasks.queue_target import targeted
from tests.emulators.tasks.cloud import QUEUE, Cloud
from tests.emulators.tasks.handler import HOST, URL

ACCOUNT = "invoker@kvitto-test.iam.gserviceaccount.com"
IF_NOT_EXISTS = UriOverride.UriOverrideEnforceMode.IF_NOT_EXISTS


def overridden(url: str, **override: Any) -> str:
    queue = Queue(http_target={"uri_override": override})
    plain = PlainQueue.FromString(Queue.serialize(queue))
    return str(targeted(HttpRequest(url=url), plain).url)


@pytest.mark.parametrize(
    ("url", "override", "result"),
    [
        ("https://a.example/x", {"host": "b.example"}, "https://b.example/x"),
        ("https://a.example:8080/x", {"host": "b.example"}, "https://b.example:8080/x"),
        ("https://a.example/x", {"port": 123}, "https://a.example:123/x"),
        ("https://a.example:123/x", {"port": 0}, "https://a.example/x"),
        ("https://a.example/x", {"scheme": UriOverride.Scheme.HTTP}, "http://a.example/x"),
        ("http://a.example/x", {"scheme": UriOverride.Scheme.HTTPS}, "https://a.example/x"),
        ("https://a.example/x?q=1", {"path_override": {"path": "/y"}}, "https://a.example/y?q=1"),
        ("https://a.example/x?q=1", {"path_override": {}}, "https://a.example?q=1"),
        (
            "https://a.example/x?q=1",
            {"query_override": {"query_params": "r=2"}},
            "https://a.example/x?r=2",
        ),
        ("https://a.example/x?q=1", {"query_override": {}}, "https://a.example/x"),
        (
            "https://a.example/x",
            {
                "host": "b.example",
                "path_override": {"path": "/y"},
                "query_override": {"query_params": "r=2"},
                "uri_override_enforce_mode": IF_NOT_EXISTS,
            },
            "https://a.example/x?r=2",
        ),
        ("", {"host": "b.example"}, "https://b.example"),
    ],
)
def test_an_override_replaces_the_parts_it_has(
    url: str, override: dict[str, Any], result: str
) -> None:
    assert overridden(url, **override) == result


def test_a_queues_target_is_applied_to_what_it_sends(cloud: Cloud) -> None:
    cloud.create_queue(
        http_target={
            "uri_override": {"host": HOST, "path_override": {"path": "/routed"}},
            "http_method": HttpMethod.PUT,
            "header_overrides": [
                {"header": {"key": "X-Colour", "value": "red"}},
                {"header": {"key": "User-Agent", "value": "mine"}},
            ],
        }
    )

    url = "https://nowhere.example/lost?a=1"
    cloud.create_task(http_request={"url": url, "body": b"hi", "headers": {"x-colour": "blue"}})

    sent = cloud.handler.next()
    assert (sent.method, sent.path, sent.query, sent.body) == ("PUT", "/routed", "a=1", b"hi")
    assert sent.headers["Host"] == HOST
    assert sent.headers["X-Colour"] == "red"
    assert sent.headers["User-Agent"] == "Google-Cloud-Tasks"


def test_a_target_set_later_reroutes_the_tasks_that_wait(cloud: Cloud) -> None:
    cloud.create_queue()
    cloud.client.pause_queue(name=QUEUE)
    cloud.create_task(http_request={"url": "https://nowhere.example/work"})

    cloud.client.update_queue(
        queue=Queue(name=QUEUE, http_target={"uri_override": {"host": HOST}}),
        update_mask=FieldMask(paths=["http_target.uri_override.host"]),
    )
    cloud.client.resume_queue(name=QUEUE)

    assert cloud.handler.next().path == "/work"


def test_a_queue_that_gets_only_reads_sends_no_body(cloud: Cloud) -> None:
    cloud.create_queue(http_target={"http_method": HttpMethod.GET})

    cloud.create_task(http_request={"url": URL, "body": b"ignored"})

    sent = cloud.handler.next()
    assert (sent.method, sent.body) == ("GET", b"")


def test_a_queues_token_takes_the_place_of_the_tasks(cloud: Cloud) -> None:
    cloud.create_queue(
        http_target={"oidc_token": {"service_account_email": ACCOUNT, "audience": "everyone"}}
    )

    cloud.create_task(
        http_request={"url": URL, "oauth_token": {"service_account_email": "other@test.example"}}
    )

    token = cloud.handler.next().headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == ("everyone", ACCOUNT)


def test_a_task_needs_no_url_where_the_queue_names_the_host(cloud: Cloud) -> None:
    cloud.create_queue(http_target={"uri_override": {"host": HOST}})

    cloud.create_task(http_request={"body": b"hello"})

    assert cloud.handler.next().path == "/"


@pytest.mark.parametrize(
    "target",
    [
        {"uri_override": {"host": ""}},
        {"uri_override": {"port": -1}},
        {"uri_override": {"port": 65536}},
        {"oidc_token": {"service_account_email": ACCOUNT}},
        {"oauth_token": {"service_account_email": ACCOUNT}},
        {"header_overrides": [{"header": {"value": "red"}}]},
    ],
)
def test_a_target_that_makes_no_sense_is_refused(cloud: Cloud, target: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument):
        cloud.create_queue(http_target=target)


def test_a_target_is_taken_away_by_an_update_that_leaves_it_out(cloud: Cloud) -> None:
    cloud.create_queue(http_target={"uri_override": {"host": "b.example"}})

    queue = cloud.client.update_queue(
        queue=Queue(name=QUEUE), update_mask=FieldMask(paths=["http_target"])
    )

    assert "http_target" not in queue
