"""The parts of an Amazon Resource Name that say where and whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Place:
    region: str
    account: str

    @classmethod
    def of(cls, arn: str) -> Self:
        """`arn:aws:sns:eu-north-1:100000000001:ses-receipts` -> its region and account."""
        match arn.split(":", 5):
            case ["arn", _, _, region, account, _] if region and account:
                return cls(region, account)
        raise ValueError(f"not the ARN of something in a region and an account: {arn!r}")

    def identity_arn(self, address: str) -> str:
        return f"arn:aws:ses:{self.region}:{self.account}:identity/{address}"
