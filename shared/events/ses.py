"""The part of Amazon SES's event publishing we rely on, as it arrives inside an SNS message.

Source: docs.aws.amazon.com/ses, "Contents of event data that Amazon SES publishes to SNS".
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter


class _Slice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class SentMail(_Slice):
    timestamp: AwareDatetime
    message_id: str = Field(alias="messageId")
    tags: dict[str, list[str]] = Field(default_factory=dict)


class SesEvent(_Slice):
    event_type: str = Field(alias="eventType")  # Send, Delivery, Bounce, Complaint, Reject, …
    mail: SentMail


class SnsNotification(_Slice):
    type: Literal["Notification"] = Field(alias="Type")
    message_id: str = Field(alias="MessageId", pattern=r"^[A-Za-z0-9-]{1,100}$")
    message: str = Field(alias="Message")  # JSON of a SesEvent


SES_EVENT: TypeAdapter[SesEvent] = TypeAdapter(SesEvent)
SNS_NOTIFICATION: TypeAdapter[SnsNotification] = TypeAdapter(SnsNotification)

RECEIPT_TAG = "receipt"  # the EmailTag that carries our receipt id
