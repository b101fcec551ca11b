"""Wires the mailbox to which undelivered mail comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from bot.db.session import Database
from bot.gateways.bounce_mailbox import BounceMailbox, ImapSecurity
from bot.services.audit import AuditService
from bot.services.bounces import BounceOutcome, BounceService
from bot.services.return_addresses import ReturnAddresses
from bot.settings import Settings


def create_bounce_reader(
    settings: Settings, database: Database
) -> Callable[[], Counter[BounceOutcome]] | None:
    """What reads the mailbox once; None where the settings name none."""
    if settings.bounce_imap_host is None:
        return None
    addresses = ReturnAddresses(settings.session_key, settings.bounce_address)
    service = BounceService(database, addresses, AuditService())
    password = settings.bounce_imap_password
    mailbox = BounceMailbox(
        host=settings.bounce_imap_host,
        port=settings.bounce_imap_port,
        security=ImapSecurity(settings.bounce_imap_security),
        user=settings.bounce_imap_user or settings.bounce_address or "",
        password=password.get_secret_value() if password else "",
        folder=settings.bounce_imap_folder,
    )
    return lambda: mailbox.read(service.take)
