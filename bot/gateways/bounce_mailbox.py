"""The mailbox that undelivered mail comes back to, read by IMAP."""

from __future__ import annotations

import imaplib
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import MailboxError
from bot.services.bounces import BounceOutcome

_TIMEOUT_SECONDS = 30.0
_AT_ONCE = 100
#: What is wanted stands at the beginning; the mail that came back follows, and may be large.
_READ_BYTES = 256 * 1024


class ImapSecurity(StrEnum):
    """How the connection is encrypted."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BounceMailbox:
    """A mailbox for nothing else: what was dealt with is deleted, the rest is left there as read."""

    host: str
    port: int
    security: ImapSecurity
    user: str
    password: str
    folder: str

    def read(self, take: Callable[[bytes], BounceOutcome]) -> Counter[BounceOutcome]:
        """Hand over every mail that is unread, at most a hundred; how many had which end.

        Deleted is a mail only after it was taken. Raises MailboxError.
        """
        counted: Counter[BounceOutcome] = Counter()
        with self._opened() as box:
            _, [found] = box.uid("SEARCH", "UNSEEN")
            for number in (found or b"").decode("ascii").split()[:_AT_ONCE]:
                outcome = take(_fetch(box, number))
                counted[outcome] += 1
                if outcome is not BounceOutcome.NOT_YET:
                    flag = r"(\Seen)" if outcome is BounceOutcome.FOREIGN else r"(\Seen \Deleted)"
                    box.uid("STORE", number, "+FLAGS", flag)
            box.expunge()
        return counted

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        try:
            box = self._connect()
        except (imaplib.IMAP4.error, OSError):
            raise MailboxError("no_connection") from None
        try:
            yield self._signed_in(box)
        except (imaplib.IMAP4.error, OSError):
            raise MailboxError("broken_off") from None
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                box.logout()

    def _connect(self) -> imaplib.IMAP4:
        context = ssl.create_default_context()
        if self.security is ImapSecurity.TLS:
            return imaplib.IMAP4_SSL(self.host, self.port, ssl_context=context, timeout=_TIMEOUT_SECONDS)
        box = imaplib.IMAP4(self.host, self.port, timeout=_TIMEOUT_SECONDS)
        if self.security is ImapSecurity.STARTTLS:
            box.starttls(context)
        return box

    def _signed_in(self, box: imaplib.IMAP4) -> imaplib.IMAP4:
        try:
            box.login(self.user, self.password)
        except imaplib.IMAP4.error:
            raise MailboxError("sign_in_refused") from None
        state, _ = box.select(f'"{self.folder}"')
        if state != "OK":
            raise MailboxError("no_such_folder")
        return box


def _fetch(box: imaplib.IMAP4, number: str) -> bytes:
    """The beginning of a mail, which stays unread by that."""
    _, parts = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{_READ_BYTES}>)")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")
