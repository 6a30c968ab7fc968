"""Amazon SES behind the `Mailer` port: one attempt, and an honest word about its outcome.

SendEmail has no idempotency token, and the default retries of the SDK were seen to send one
mail three times on a slow reply. So there are none.
"""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
)

from shared.events.ses import RECEIPT_TAG
from shared.usecases.ports.failures import Unavailable
from shared.usecases.ports.mail import Mail, MailRefused, NotAccepted

CONNECT_TIMEOUT_SECONDS = 3
READ_TIMEOUT_SECONDS = 20

# Error codes with which SES says that it has not taken the mail and may later.
_NOT_NOW = {
    "AccountSuspendedException",
    "LimitExceededException",
    "SendingPausedException",
    "ThrottlingException",
    "TooManyRequestsException",
}

# Statuses that blame our credentials, our rights or our configuration set, not the mail:
# an operator must mend them, and the mail can wait.
_OURS_TO_MEND = {401, 403, 404}


def ses_client(region: str, endpoint: str) -> Any:
    """`endpoint` is empty for Amazon itself. Credentials come from the environment."""
    return boto3.client(
        "sesv2",
        region_name=region,
        endpoint_url=endpoint or None,
        config=Config(
            retries={"total_max_attempts": 1},
            connect_timeout=CONNECT_TIMEOUT_SECONDS,
            read_timeout=READ_TIMEOUT_SECONDS,
        ),
    )


class SesMailer:
    def __init__(self, client: Any, sender: str, configuration_set: str) -> None:
        self._client = client
        self._sender = sender
        self._configuration_set = configuration_set

    def send(self, mail: Mail) -> str:
        try:
            answer = self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [mail.to]},
                Content={"Raw": {"Data": mail.mime}},
                ConfigurationSetName=self._configuration_set,
                EmailTags=[{"Name": RECEIPT_TAG, "Value": mail.receipt_id}],
            )
        except ClientError as error:
            raise _translated(error) from error
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise NotAccepted(str(error)) from error
        except HTTPClientError as error:
            raise Unavailable(str(error)) from error
        if "MessageId" not in answer:
            raise Unavailable("the answer names no message")
        return str(answer["MessageId"])


def _translated(error: ClientError) -> Exception:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _NOT_NOW or status in _OURS_TO_MEND:
        return NotAccepted(code)
    if status >= 500:  # noqa: PLR2004 - the class of HTTP statuses that leave it open
        return Unavailable(code)
    return MailRefused(code)
