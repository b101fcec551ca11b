"""Links by which an agency answers a referral without an account: signed, for one delivery, for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

_SALT = "referral-answer"


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """Nothing of a link is kept: the signature tells that it is ours, the time in it how old it is."""

    key: str
    """The product's key for signing."""
    address: str
    """What a link begins with, without a slash at the end."""
    lifetime: timedelta

    def address_for(self, delivery_key: str) -> str:
        """The link to send with a delivery."""
        return f"{self.address}/{self._signer.dumps(delivery_key)}"

    def find_key(self, token: str) -> str | None:
        """The delivery that a link came with; None for one that isn't ours or is too old.

        Signatures are compared in constant time.
        """
        try:
            found = self._signer.loads(token, max_age=int(self.lifetime.total_seconds()))
        except BadData:
            return None
        return found if isinstance(found, str) else None

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=_SALT)
