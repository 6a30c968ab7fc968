"""One SNS notification, as it is signed and as it is posted.

https://docs.aws.amazon.com/sns/latest/dg/http-notification-json.html
https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notification:
    """`published_at` is text, because text is what gets signed."""

    message_id: str
    topic_arn: str
    subject: str
    message: str
    published_at: str

    def canonical(self) -> bytes:
        """The string to sign: the fields in byte order, each name and value on its own line."""
        fields = self._signed_fields()
        return "".join(f"{name}\n{fields[name]}\n" for name in sorted(fields)).encode()

    def body(self, *, signature: str, certificate_url: str, unsubscribe_url: str) -> dict[str, str]:
        return {
            **self._signed_fields(),
            "SignatureVersion": "2",
            "Signature": signature,
            "SigningCertURL": certificate_url,
            "UnsubscribeURL": unsubscribe_url,
        }

    def headers(self) -> dict[str, str]:
        return {
            "Content-Type": "text/plain; charset=UTF-8",
            "User-Agent": "Amazon Simple Notification Service Agent",
            "x-amz-sns-message-type": "Notification",
            "x-amz-sns-message-id": self.message_id,
            "x-amz-sns-topic-arn": self.topic_arn,
        }

    def _signed_fields(self) -> dict[str, str]:
        return {
            "Type": "Notification",
            "MessageId": self.message_id,
            "TopicArn": self.topic_arn,
            "Subject": self.subject,
            "Message": self.message,
            "Timestamp": self.published_at,
        }
