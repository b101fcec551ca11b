"""What is sent to an agency about one concern, by whichever route, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class DeliveryPurpose(StrEnum):
    """Why something is sent."""

    REFERRAL = "referral"
    """The referral itself."""
    LEAD = "lead"
    """Who was told as a partner is in charge from now on."""
    CHASE = "chase"
    """To ask again for an answer."""


@dataclass(frozen=True, slots=True)
class ReferralPackage:
    """One delivery; sent twice it bears the same key, by which whoever gets it can tell."""

    key: str
    """UUID: mail's Message-ID, the webhook's id."""
    purpose: DeliveryPurpose
    agency_id: str
    agency_name: str
    is_lead: bool
    is_sensitive: bool
    fields: Mapping[str, Any]
    """Name of a field of the concern -> its value; only what the sharing rule lets this agency have."""
    answer_address: str
    """Link by which it is answered without an account."""
    try_number: int = 1
    """Which try this is of all that there were, from 1."""

    @property
    def reference(self) -> str:
        """The concern's reference."""
        return str(self.fields["reference"])


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side said when it took a delivery."""

    external_id: str
    """Its key there, such as a council system's number for the request."""
    is_acknowledged: bool = False
    """Whether that means that somebody deals with it from now on."""


class DeliversReferrals(Protocol):
    """A route's way of delivering."""

    async def deliver(self, package: ReferralPackage) -> Receipt:
        """Send it; raises DeliveryError."""
