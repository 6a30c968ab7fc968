"""Browsers of other origins: the JSON API lets all in, the XML API those the owner named."""

from __future__ import annotations

from tests.emulators.storage.cloud import BUCKET, Answer, Cloud

SHOP = "http://shop.localhost"
RULE = {
    "origin": [SHOP],
    "method": ["GET", "PUT"],
    "responseHeader": ["Content-Type", "x-goog-meta-order"],
    "maxAgeSeconds": 60,
}


def ask(cloud: Cloud, path: str, origin: str = SHOP, method: str = "PUT") -> Answer:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return cloud.request("OPTIONS", path, headers=headers)


def a_bucket(cloud: Cloud, *rules: object) -> None:
    bucket = cloud.bucket()
    bucket.cors = list(rules)
    bucket.patch()
    bucket.blob("a").upload_from_string("x")


def test_the_named_origin_may_do_what_is_named(cloud: Cloud) -> None:
    a_bucket(cloud, RULE)

    answer = ask(cloud, f"/{BUCKET}/a")

    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Access-Control-Allow-Methods"] == "GET,PUT"
    assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type,x-goog-meta-order"
    assert answer.headers["Access-Control-Max-Age"] == "60"


def test_no_other_origin_and_no_other_method_may(cloud: Cloud) -> None:
    a_bucket(cloud, RULE)

    for answer in (
        ask(cloud, f"/{BUCKET}/a", origin="http://elsewhere.localhost"),
        ask(cloud, f"/{BUCKET}/a", method="DELETE"),
        ask(cloud, "/no-such-bucket/a"),
    ):
        assert answer.status == 200
        assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_answer_itself_can_be_read_too(cloud: Cloud) -> None:
    a_bucket(cloud, RULE)

    answer = cloud.request("GET", f"/{BUCKET}/a", headers={"Origin": SHOP})
    refused = cloud.request("GET", f"/{BUCKET}/nobody", headers={"Origin": SHOP})

    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Access-Control-Expose-Headers"] == "Content-Type, x-goog-meta-order"
    assert refused.headers["Access-Control-Allow-Origin"] == SHOP


def test_a_star_is_everybody(cloud: Cloud) -> None:
    a_bucket(cloud, {**RULE, "origin": ["*"]})

    assert ask(cloud, f"/{BUCKET}/a").headers["Access-Control-Allow-Origin"] == "*"


def test_the_json_api_lets_every_origin_in(cloud: Cloud) -> None:
    a_bucket(cloud)

    asked = ask(cloud, f"/upload/storage/v1/b/{BUCKET}/o", method="POST")
    answer = cloud.request("GET", f"/storage/v1/b/{BUCKET}", headers={"Origin": SHOP})

    assert (asked.headers["Access-Control-Allow-Origin"], asked.status) == (SHOP, 200)
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
