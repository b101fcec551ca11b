"""Reads mail that says that another mail didn't arrive (delivery status notifications, RFC 3464)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

#: Where mail servers write to whom a mail was really sent, which is our address for the returned one.
_ADDRESSED = ("to", "delivered-to", "x-original-to", "envelope-to")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
#: Beginnings of enhanced status codes (RFC 3463) -> what they mean; the longest that fits counts.
_MEANINGS = {
    "1": "no_such_address",
    "2": "mailbox_closed",
    "2.2": "mailbox_full",
    "2.3": "too_big",
    "3": "their_server_is_broken",
    "3.1": "mailbox_full",
    "3.4": "too_big",
    "4": "server_not_reached",
    "7": "refused_as_unwanted",
}


@dataclass(frozen=True, slots=True)
class BouncedMail:
    """What a notification says; never its free text, which may quote the mail that came back."""

    addresses: frozenset[str]
    """To whom it was sent, in small letters: among them the one that the lost mail was sent from."""
    reason: str | None
    """Key of why the mail was given up; None where the notification says that it was not."""


def read_bounced_mail(content: bytes) -> BouncedMail | None:
    """Read a notification; None for any other mail, such as an answer that somebody wrote."""
    # By the older policy: it takes headers as they are, where the newer one fails at some that are broken.
    mail = message_from_bytes(content)
    report = str(mail.get_param("report-type", "") or "").lower()
    if mail.get_content_type() != "multipart/report" or report != "delivery-status":
        return None
    failed = [block for block in _list_recipients(mail) if _read(block, "action").lower() == "failed"]
    return BouncedMail(_addressed_to(mail), _reason(failed[0]) if failed else None)


def _addressed_to(mail: Message) -> frozenset[str]:
    written = [str(value) for name in _ADDRESSED for value in mail.get_all(name, [])]
    return frozenset(address.lower() for _, address in getaddresses(written) if address)


def _list_recipients(mail: Message) -> Iterator[Message]:
    """The parts of a notification that are each about one recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for block in part.get_payload():
                if isinstance(block, Message) and "final-recipient" in block:
                    yield block


def _read(block: Message, name: str) -> str:
    """A field without the comment that may follow: `failed (said so)` is failed."""
    return (str(block.get(name, "")).split() or [""])[0]


def _reason(block: Message) -> str:
    status = _STATUS.fullmatch(_read(block, "status"))
    if status is None:
        return "mail_bounced"
    _, _, detail = status[0].partition(".")
    fitting = [begin for begin in _MEANINGS if detail == begin or detail.startswith(f"{begin}.")]
    meaning = _MEANINGS[max(fitting, key=len)] if fitting else ""
    return "_".join(filter(None, ("mail_bounced", meaning, status[0])))
