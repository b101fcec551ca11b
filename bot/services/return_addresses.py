"""Return addresses of referral mails: one of its own for each try, so that what comes back names its mail."""

from __future__ import annotations

import base64
import hmac
from binascii import Error as NotBase32Error
from dataclasses import dataclass
from uuid import UUID

_MADE_FOR = b"return-address:"
_KEY_BYTES, _TRY_BYTES, _SIGNATURE_BYTES = 16, 2, 7
_LAST_TRY = 256**_TRY_BYTES - 1


@dataclass(frozen=True, slots=True)
class ReturnAddresses:
    """Nothing of an address is kept: delivery, try and signature stand in it, in letters of one size.

    Mail servers may change the size of letters, and allow 64 of them before the @.
    """

    secret: str
    """The product's key for signing."""
    mailbox: str | None
    """Where everything comes back to, such as bounces@hub.example; None where nothing is read."""

    def address_for(self, delivery_key: str, try_number: int) -> str | None:
        """The address to send from; None without a mailbox."""
        if self.mailbox is None:
            return None
        name, _, domain = self.mailbox.partition("@")
        said = UUID(delivery_key).bytes + min(try_number, _LAST_TRY).to_bytes(_TRY_BYTES)
        token = base64.b32encode(said + self._sign(said)).decode("ascii").lower()
        return f"{name}+{token}@{domain}"

    def find_try(self, address: str) -> tuple[str, int] | None:
        """Key and try of the delivery that was sent from an address; None for one that isn't ours.

        Signatures are compared in constant time.
        """
        _, _, token = address.partition("@")[0].rpartition("+")
        try:
            made = base64.b32decode(token, casefold=True)
        except (NotBase32Error, ValueError):
            return None
        said, signature = made[: _KEY_BYTES + _TRY_BYTES], made[_KEY_BYTES + _TRY_BYTES :]
        if len(said) != _KEY_BYTES + _TRY_BYTES or not hmac.compare_digest(signature, self._sign(said)):
            return None
        return str(UUID(bytes=said[:_KEY_BYTES])), int.from_bytes(said[_KEY_BYTES:])

    def _sign(self, said: bytes) -> bytes:
        return hmac.digest(self.secret.encode("utf-8"), _MADE_FOR + said, "sha256")[:_SIGNATURE_BYTES]
