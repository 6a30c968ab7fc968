"""One message of SNS, as it is signed and as it is posted.

https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html
https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from emulators.ses.sns.signing import SignatureVersion, SigningKey

CERTIFICATE_PATH = "/SimpleNotificationService-local.pem"
Type = Literal["Notification", "SubscriptionConfirmation", "UnsubscribeConfirmation"]


@dataclass(frozen=True, slots=True)
class Notification:
    """`published_at` is text, because text is what gets signed. A `token` is for confirmations."""

    message_id: str
    topic_arn: str
    subject: str
    message: str
    published_at: str
    type: Type = "Notification"
    token: str = ""

    @property
    def tells_of(self) -> str:
        """The event that SES tells of, or what SNS itself has to say."""
        if self.type != "Notification":
            return self.type
        kind: str = json.loads(self.message).get("eventType", "event")
        return kind

    def headers(self, subscription_arn: str) -> dict[str, str]:
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "User-Agent": "Amazon Simple Notification Service Agent",
            "x-amz-sns-message-type": self.type,
            "x-amz-sns-message-id": self.message_id,
            "x-amz-sns-topic-arn": self.topic_arn,
            **({"x-amz-sns-subscription-arn": subscription_arn} if not self.token else {}),
        }

    def signed_fields(self, url: str) -> dict[str, str]:
        """`url` is where SNS is: it is part of what a confirmation asks for."""
        fields = {
            "Type": self.type,
            "MessageId": self.message_id,
            "TopicArn": self.topic_arn,
            "Message": self.message,
            "Timestamp": self.published_at,
        }
        if self.subject:
            fields["Subject"] = self.subject
        if self.token:
            asked = {"Action": "ConfirmSubscription", "TopicArn": self.topic_arn}
            fields["Token"] = self.token
            fields["SubscribeURL"] = f"{url}/?{urlencode({**asked, 'Token': self.token})}"
        return fields


@dataclass(frozen=True, slots=True)
class Seal:
    """Signs what leaves from `url`."""

    key: SigningKey
    url: str

    def body(
        self, notification: Notification, version: SignatureVersion, subscription_arn: str
    ) -> dict[str, str]:
        fields = notification.signed_fields(self.url)
        # The fields in byte order, each name and value on its own line.
        canonical = "".join(f"{name}\n{fields[name]}\n" for name in sorted(fields)).encode()
        body = {
            **fields,
            "SignatureVersion": version,
            "Signature": self.key.sign(canonical, version),
            "SigningCertURL": self.url + CERTIFICATE_PATH,
        }
        if notification.type == "Notification":
            asked = {"Action": "Unsubscribe", "SubscriptionArn": subscription_arn}
            body["UnsubscribeURL"] = f"{self.url}/?{urlencode(asked)}"
        return body
