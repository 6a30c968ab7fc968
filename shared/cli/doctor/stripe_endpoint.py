"""Stripe: whether it lets us in and tells us all that we rely on, in words that we know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import stripe

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk, unseen
from shared.cli.doctor.secrets import read_if_there
from shared.cli.doctor.stripe_receipts import own_receipts
from shared.events.stripe import API_VERSION

_EVERYTHING = "*"
_PAGE = 100  # Stripe allows 16 endpoints
WEBHOOK_PATH = "/webhooks/stripe"
WEBHOOK_SECRETS = "STRIPE_WEBHOOK_SECRETS"


def checks(deployment: Deployment) -> Iterator[Check]:
    client = deployment.clients.stripe
    if client is not None:
        yield Check("payment provider", "Stripe", partial(_look, deployment, client))


def _look(
    deployment: Deployment, client: Callable[[str], stripe.StripeClient]
) -> Iterator[Finding]:
    key = read_if_there(deployment, "STRIPE_API_KEY")
    if key is None:
        return  # the checks of secrets say why
    opened = client(key.strip())
    try:
        listed = opened.v1.webhook_endpoints.list({"limit": _PAGE})
    except stripe.AuthenticationError as error:
        what = f"Stripe refuses the API key: {error.user_message}"
        fix = "roll the key in Stripe's dashboard and store the new one as stripe-api-key"
        yield broken("stripe-key-invalid", what, fix)
    except stripe.PermissionError:
        what = "Stripe: the restricted key may not list webhook endpoints, so they were not checked"
        fix = 'allow it "Webhook Endpoints: Read" in Stripe\'s dashboard'
        yield unseen("stripe-endpoints-not-seen", what, fix)
    except stripe.StripeError as error:
        yield unseen(
            "no-answer", f"Stripe: {error.user_message or type(error).__name__}", "try again"
        )
    else:
        yield from _endpoints(deployment, listed.data)
        yield from own_receipts(opened)


def _endpoints(deployment: Deployment, found: Sequence[Any]) -> Iterator[Finding]:
    url = webhook_url(deployment)
    ours = [one for one in found if one.url == url]
    if not ours:
        there = ", ".join(sorted(one.url for one in found)) or "none"
        what = f"Stripe has no webhook endpoint for {url} (there: {there}): no order gets paid"
        yield broken("stripe-endpoint-missing", what, _making(deployment, url))
        return
    if len(ours) > 1:
        ids = " ".join(sorted(one.id for one in ours))
        what = f"Stripe has {len(ours)} webhook endpoints for {url}: each event comes as often"
        yield risk("stripe-endpoint-duplicate", what, f"delete all but one of {ids}")
        return
    yield from _endpoint(deployment, ours[0])


def _endpoint(deployment: Deployment, found: Any) -> Iterator[Finding]:
    if found.status != "enabled":
        what = f"the webhook endpoint {found.id} is {found.status}: no order gets paid"
        fix = f"enable {found.id} in Stripe's dashboard, and resend what failed meanwhile"
        yield broken("stripe-endpoint-disabled", what, fix)
    if found.api_version != API_VERSION:
        version = found.api_version or "the account's default version"
        what = f"the webhook endpoint {found.id} speaks {version}, not {API_VERSION}"
        fix = f"its version cannot be changed: delete it; {_making(deployment, found.url)}"
        yield broken("stripe-endpoint-version", what, fix)
    if _EVERYTHING not in found.enabled_events:
        wanted = set(deployment.wiring.stripe_events)
        missing = sorted(wanted - set(found.enabled_events))
        if missing:
            what = f"the webhook endpoint {found.id} is not sent {', '.join(missing)}"
            fix = f"add these events to {found.id} in Stripe's dashboard"
            yield broken("stripe-endpoint-events", what, fix)


def webhook_url(deployment: Deployment) -> str:
    wiring = deployment.wiring
    if wiring.stripe_webhook_url:
        return wiring.stripe_webhook_url
    takers = (
        one.uri
        for one in wiring.functions
        if any(secret.key == WEBHOOK_SECRETS for secret in one.secret_environment)
    )
    return f"{next(takers, '')}{WEBHOOK_PATH}"


def _making(deployment: Deployment, url: str) -> str:
    if deployment.is_local:
        return deployment.as_planned
    return (
        f"make one in Stripe's dashboard: {url}, API version {API_VERSION}, the events of"
        " `terraform output stripe_webhook`; store its signing secret as stripe-webhook-secrets"
    )
