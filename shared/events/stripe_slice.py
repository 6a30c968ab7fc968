"""What Stripe's snapshot events have in common, whatever they are about."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt


class Slice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


PaymentIntentId = Annotated[str, Field(pattern=r"^pi_[A-Za-z0-9_]{1,200}$")]
EventIdText = Annotated[str, Field(pattern=r"^evt_[A-Za-z0-9_]{1,200}$")]


class PresentmentDetails(Slice):
    """What moved at the buyer's, where that was another currency than the one we asked in."""

    presentment_amount: StrictInt
    presentment_currency: str


class EventHead(Slice):
    """What every snapshot event has."""

    id: EventIdText
    object: Literal["event"]
    type: str
    # Seconds since the epoch, up to the year 9999. Says when, never in which order.
    created: Annotated[StrictInt, Field(ge=0, lt=253_402_300_800)]
    livemode: bool = False
