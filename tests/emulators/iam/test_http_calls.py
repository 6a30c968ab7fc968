"""What each HTTP call needs."""

from __future__ import annotations

import pytest

from emulators.iam.http_calls import http_needs

TOPIC = "projects/p/topics/t"


@pytest.mark.parametrize(
    ("method", "path", "needs"),
    [
        ("POST", f"/v1/{TOPIC}:publish", [("pubsub.topics.publish", TOPIC)]),
        ("GET", "/storage/v1/b/x/o/a%2Fb", [("storage.objects.get", "buckets/x")]),
        ("GET", "/b/x/o", [("storage.objects.list", "buckets/x")]),
        ("POST", "/upload/storage/v1/b/x/o", [("storage.objects.create", "buckets/x")]),
        ("PUT", "/upload/storage/v1/b/x/o", [("storage.objects.create", "buckets/x")]),
        ("POST", "/resumable/upload/storage/v1/b/x/o", [("storage.objects.create", "buckets/x")]),
        ("GET", "/download/storage/v1/b/x/o/a", [("storage.objects.get", "buckets/x")]),
        ("PATCH", "/storage/v1/b/x/o/a", [("storage.objects.update", "buckets/x")]),
        ("DELETE", "/storage/v1/b/x/o/a", [("storage.objects.delete", "buckets/x")]),
        (
            "POST",
            "/storage/v1/b/x/o/a/rewriteTo/b/y/o/b",
            [("storage.objects.get", "buckets/x"), ("storage.objects.create", "buckets/y")],
        ),
        (
            "POST",
            "/storage/v1/b/x/o/a/compose",
            [("storage.objects.get", "buckets/x"), ("storage.objects.create", "buckets/x")],
        ),
        ("GET", "/storage/v1/b/x", [("storage.buckets.get", "buckets/x")]),
        ("PATCH", "/storage/v1/b/x", [("storage.buckets.update", "buckets/x")]),
        ("GET", "/storage/v1/b", [("storage.buckets.list", "buckets/")]),
        ("PUT", "/storage/v1/b/x/iam", [("storage.buckets.setIamPolicy", "buckets/x")]),
        ("GET", "/storage/v1/b/x/o/a/acl", [("storage.buckets.setIamPolicy", "buckets/x")]),
        ("GET", "/x/a/b.pdf", [("storage.objects.get", "buckets/x")]),
        ("PUT", "/x/a/b.pdf", [("storage.objects.create", "buckets/x")]),
        ("DELETE", "/x/a/b.pdf", [("storage.objects.delete", "buckets/x")]),
        ("GET", "/x", [("storage.objects.list", "buckets/x")]),
        ("PUT", "/x", [("storage.buckets.setIamPolicy", "buckets/x")]),
        ("POST", "/batch/storage/v1", []),
        ("POST", "/batch", []),
        ("OPTIONS", "/x/a/b.pdf", []),
    ],
)
def test_a_call_needs_permissions_on_its_resources(
    method: str, path: str, needs: list[tuple[str, str]]
) -> None:
    assert list(http_needs(method, path)) == needs
