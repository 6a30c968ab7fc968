from __future__ import annotations

from datetime import timedelta

import pytest
from google.api_core.exceptions import InvalidArgument

from tests.emulators.secrets.cloud import PROJECT, Cloud


def found(cloud: Cloud, filter_text: str) -> set[str]:
    request = {"parent": PROJECT, "filter": filter_text}
    over_grpc = [secret.name for secret in cloud.client.list_secrets(request=request)]
    over_rest = [secret.name for secret in cloud.rest_client.list_secrets(request=request)]
    assert over_grpc == over_rest
    return {name.rpartition("/")[2] for name in over_grpc}


def some_secrets(cloud: Cloud) -> None:
    managed = {"user_managed": {"replicas": [{"location": "europe-north1"}]}}
    cloud.create_secret("stripe-key", labels={"env": "prod", "team": "money"})
    cloud.create_secret("stripe-hook", labels={"env": "dev"}, ttl=timedelta(days=1))
    cloud.create_secret("mail-key", labels={"env": "prod"}, replication=managed)


@pytest.mark.parametrize(
    ("filter_text", "expected"),
    [
        ("name:stripe", {"stripe-key", "stripe-hook"}),
        ("stripe", {"stripe-key", "stripe-hook"}),
        ("name:STRIPE*KEY", {"stripe-key"}),
        (f"name={PROJECT}/secrets/mail-key", {"mail-key"}),
        ("labels.env=prod", {"stripe-key", "mail-key"}),
        ("labels.env:prod AND name:stripe", {"stripe-key"}),
        ("labels.env=prod name:stripe", {"stripe-key"}),
        ("labels:team", {"stripe-key"}),
        ("labels.team:*", {"stripe-key"}),
        ("NOT labels.team:*", {"stripe-hook", "mail-key"}),
        ("labels.env!=prod", {"stripe-hook"}),
        ("name:hook OR name:mail", {"stripe-hook", "mail-key"}),
        ("labels.env=prod AND name:hook OR name:mail", {"mail-key"}),
        ("(labels.env=prod AND name:stripe) OR name:hook", {"stripe-key", "stripe-hook"}),
        ("replication.automatic:*", {"stripe-key", "stripe-hook"}),
        ("replication.user_managed.replicas.location:europe-north1", {"mail-key"}),
        ("expire_time:*", {"stripe-hook"}),
        ("create_time>2020-01-01T06:00:00Z", {"stripe-key", "stripe-hook", "mail-key"}),
        ('create_time < "2020-01-01T06:00:00+02:00"', set()),
        ("name:nothing", set()),
    ],
)
def test_a_filter_lets_only_what_matches_pass(
    cloud: Cloud, filter_text: str, expected: set[str]
) -> None:
    some_secrets(cloud)

    assert found(cloud, filter_text) == expected


@pytest.mark.parametrize("filter_text", ["(name:a", "name:a)", "AND", "name:a OR", "NOT", "()"])
def test_a_filter_that_is_none_is_refused(cloud: Cloud, filter_text: str) -> None:
    with pytest.raises(InvalidArgument, match="filter is not valid"):
        cloud.client.list_secrets(request={"parent": PROJECT, "filter": filter_text})
