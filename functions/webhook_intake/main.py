"""Public: a provider's POST → verified, published to `provider-events`, answered.

Runs as ASGI so that webhooks in flight share one Publish call. Loads no provider's SDK and no
database client; see docs/performance.md for what that is worth.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from shared.adapters.access_token import MetadataToken, no_token
from shared.adapters.pubsub_rest import RestTopic
from shared.adapters.sns_signature import Fetch, NotFromSns, SnsSignature
from shared.adapters.stripe_signature import BadSignature, StripeSignature
from shared.edge.asgi_gate import Handler, answer
from shared.edge.logs import log_as_json
from shared.edge.ses_webhook import SesWebhook
from shared.edge.settings import read_settings
from shared.edge.stripe_webhook import StripeWebhook


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    google_cloud_project: str
    provider_events_topic: str
    dead_letters_topic: str
    stripe_webhook_secrets: tuple[str, ...]
    stripe_livemode: str  # true or false
    ses_topic_arns: tuple[str, ...]
    sns_origin: str  # https://sns.<region>.amazonaws.com
    pubsub_rest_emulator: str = ""  # http://host:port


@cache
def handlers() -> Mapping[str, Handler]:
    """Composition root. Built on the first request, so importing this file needs no credentials."""
    settings = read_settings(Settings)
    log_as_json(settings.google_cloud_project)
    base_url = settings.pubsub_rest_emulator or "https://pubsub.googleapis.com"
    token = no_token if settings.pubsub_rest_emulator else MetadataToken()
    events = RestTopic(base_url, settings.provider_events_topic, token)
    dead_letters = RestTopic(base_url, settings.dead_letters_topic, token)
    fetch = Fetch(settings.sns_origin)
    return {
        "/webhooks/stripe": StripeWebhook(
            signature=StripeSignature(settings.stripe_webhook_secrets),
            refused=BadSignature,
            livemode=settings.stripe_livemode == "true",
            publish=events.publish,
            publish_dead=dead_letters.publish,
        ),
        "/webhooks/ses": SesWebhook(
            signature=SnsSignature(fetch),
            refused=NotFromSns,
            topic_arns=settings.ses_topic_arns,
            fetch=fetch,
            publish=events.publish,
        ),
    }


@functions_framework.aio.http
async def webhook_intake(request: Request) -> Response:
    return await answer(request, handlers())
